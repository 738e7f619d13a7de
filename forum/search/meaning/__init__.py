"""Finding by meaning: each document as a vector, near to those that say the same in other words."""
