"""Channels other than the web chat."""
