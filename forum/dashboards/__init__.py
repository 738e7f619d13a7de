"""What keeps coming back at a council, and what became of it: figures that can be defended, defined once."""
