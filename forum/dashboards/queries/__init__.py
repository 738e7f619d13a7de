"""The reads behind the pages about a council, by noun."""
