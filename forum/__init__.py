"""Clearway: a forum where groups log what stops them, and councils remove it."""
