"""Posts that wait for a moderator: what is measured, what holds a post and why, letting through and refusing."""
