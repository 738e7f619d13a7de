"""What changes on the pages about a council, by noun."""
