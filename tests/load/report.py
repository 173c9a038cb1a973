"""The load tests' figures as a page with a chart, in the folder that `LOAD_REPORT` names, where it is set."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 640, 220, 56, 190
_SERIES = "series"
_TITLES = {
    "one server": "200 clients ask without pause: one server, SQLite",
    "cap": "100 clients, 8 questions at once allowed",
    "1 replica": "200 clients through nginx: one replica, PostgreSQL",
    "2 replicas": "200 clients through nginx: two replicas, PostgreSQL",
    "killed": "50 clients through nginx, one of two replicas killed",
    "kill -9": "ingest and index building killed at random moments",
}


def record(name: str, figures: Mapping[str, Any]) -> None:
    """Keep one scenario's figures, and write the page anew with all that are kept."""
    folder = os.environ.get("LOAD_REPORT")
    if not folder:
        return
    kept = Path(folder) / "load.json"
    known = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    known[name] = dict(figures)
    kept.write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (kept.parent / "load.md").write_text(_page(known), "utf-8")
    series = known.get("one server", {}).get(_SERIES)
    if series:
        (kept.parent / "load.svg").write_text(_chart(series), "utf-8")


def _page(known: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [
        "# Load and faults",
        "",
        "`LOAD_REPORT=eval/results python -m pytest -m load tests/load`. All on one machine, the clients included:",
        f"{os.cpu_count()} processor cores. Each client asks its next question when it has the answer to the last.",
        "",
    ]
    for name, title in _TITLES.items():
        if name in known:
            shown = (f"{label} {value}" for label, value in known[name].items() if label != _SERIES)
            lines += [f"- **{title}**: {'; '.join(shown)}."]
    return "\n".join([*lines, "", "![answers a second and memory over the run](load.svg)", ""])


def _chart(series: Mapping[str, Sequence[float]]) -> str:
    """Answers a second and resident memory over the run of one server, each on its own scale from 0."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'<path d="M{_LEFT} {_BOTTOM}H{_WIDTH - 16}" stroke="#999"/>'
    ]
    for row, ((label, values), colour) in enumerate(zip(series.items(), ("#1f6feb", "#bf8700"), strict=False)):
        top = max(*values, 1) * 1.2
        step = (_WIDTH - _LEFT - 16) / max(len(values) - 1, 1)
        points = (f"{_LEFT + place * step:.1f},{_BOTTOM - value / top * 160:.1f}" for place, value in enumerate(values))
        parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        text = f"{label}: {min(values):.0f}–{max(values):.0f}"
        parts.append(f'<text x="{_LEFT + row * 260}" y="{_HEIGHT - 8}" fill="{colour}">{text}</text>')
    return "\n".join([*parts, "</svg>", ""])
