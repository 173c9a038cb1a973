"""Evaluation: datasets, tasks, metrics and reports."""
