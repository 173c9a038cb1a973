"""Deterministic calculators: pure functions from facts and parameters to a trace."""
