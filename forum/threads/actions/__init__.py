"""What people do in threads: one module for each noun."""
