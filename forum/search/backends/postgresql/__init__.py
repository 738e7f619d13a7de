"""The engine for more than one machine: PostgreSQL finds the candidates, our own BM25 ranks them."""
