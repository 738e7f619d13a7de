"""The search engine: documents in, ids and facets out. It knows no feature, no page and no person."""
