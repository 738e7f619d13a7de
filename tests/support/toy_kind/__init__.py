"""A kind of thread that only tests know: tips. It shows that a new kind is a folder, a line in a list, and templates."""
