"""What moderators, and whom they decide about, look at."""
