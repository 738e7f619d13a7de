"""What every page stands on: guards, forms, transactions, static files. Knows HTTP, but no feature."""
