"""People's rights over what is kept about them: to see it, take it along, and leave; and what is kept for a time only."""
