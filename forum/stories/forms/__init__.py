"""What people type about a project, and its checks."""
