"""The invented barriers of the demo site, by theme."""
