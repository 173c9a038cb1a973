"""Dense and lexical rankings over passages, and their fusion."""
