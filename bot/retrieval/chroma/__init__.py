"""Chroma as a cache of the database's vectors; why it is never the truth: `docs/adr/0001-chroma-is-a-cache.md`."""
