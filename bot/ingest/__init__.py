"""Taking documents into the corpus: read, parse, embed, store; each file in a transaction of its own."""
