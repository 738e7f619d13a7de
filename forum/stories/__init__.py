"""Stories: what a project did, what it measured, which barriers it met, and how it got past them."""
