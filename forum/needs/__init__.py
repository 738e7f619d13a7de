"""Unmet needs: what people looked for and did not find, kept with their consent and without their names."""
