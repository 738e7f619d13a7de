"""Benchmarks: how good and how fast, each printed as JSON."""
