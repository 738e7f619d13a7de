"""Themes that nobody filed: barriers near in meaning across kinds and councils, offered to leads and moderators."""
