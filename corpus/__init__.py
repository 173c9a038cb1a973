"""Policies, rules, approved answers and vocabulary: the data, and the code that reads and validates it."""
