"""The database: the one truth for passages, vectors, conversations and records."""
