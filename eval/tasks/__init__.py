"""The tasks: each scores what was produced, or measures by itself, and knows nothing of reports."""

NAMES = (
    "answers",
    "retrieval",
    "refusal",
    "numbers",
    "conversation",
    "calculations",
    "ablation",
    "stard",
    "latency",
)
"""All tasks, in the order in which they run and are reported."""
