"""Councils, their departments, areas and officers, and who owns what. Knows nothing of what is posted."""
