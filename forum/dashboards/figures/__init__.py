"""What each figure counts: definitions, columns, and the counting."""
