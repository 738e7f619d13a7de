"""What figures look like to readers: pages, CSV files, charts and pictures."""
