"""What people type to ask, to advise and to offer help."""
