"""The fact table that all figures are counted from: extracted from the rows, kept as snapshots, loaded into memory."""
