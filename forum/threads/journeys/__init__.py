"""The one way from a first word to a published thread: open, step, keep, resume, check mail, publish."""
