"""Demo content of our own, and large deterministic sets for the benches."""
