"""The letters about barriers: to officers, to those affected, and to groups that met the same elsewhere."""
