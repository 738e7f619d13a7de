"""Community groups: who is in them and where they are."""
