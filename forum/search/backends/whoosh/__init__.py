"""The embedded engine: a Whoosh index on disk, read into NumPy arrays, one writer and any number of readers."""
