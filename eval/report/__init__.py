"""What a reader gets of a run: an HTML page, a committed summary, and the history over commits."""
