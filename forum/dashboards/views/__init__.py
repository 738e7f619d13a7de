"""The pages that councils and those who watch them read: figures, months, what was said."""
