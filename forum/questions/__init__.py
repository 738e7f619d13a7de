"""Questions to peers, advice by its kind and basis, and offers of help."""
