"""People: how they sign in, how they are invited, what their part is."""
