"""What changes themes: the nights that find them, and the people who decide on them."""
