"""What people do with questions and offers of help: one module for each noun."""
