"""What is read about barriers: always ordered, always bounded."""
