"""What people type about barriers, and its checks."""
