"""Who wants to hear of what, and how often: threads, tags, kinds of barrier, wards, councils, groups, obstacles, searches."""
