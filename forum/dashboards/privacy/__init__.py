"""What the public may be shown of figures: which spans, and how finely time may be cut."""
