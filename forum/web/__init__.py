"""What every page stands on: guards, forms, transactions, assets. Knows HTTP, but no feature."""
