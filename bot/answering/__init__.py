"""The way of a question, from raw text to a checked answer."""
