"""The dashboards: what keeps coming back, counted from the append-only rows, each figure defined once."""
