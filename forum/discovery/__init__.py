"""Pages that gather several features: home, search, councils, wards, groups and tags with what is posted there."""
