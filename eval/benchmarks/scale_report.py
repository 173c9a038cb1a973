"""The scale benchmark's table and curves."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_WIDTH, _HEIGHT, _MARGIN = 640, 360, 56
_LINES = (
    ("both_p50_ms", "dense + lexical, p50", "#1f6feb"),
    ("both_p95_ms", "dense + lexical, p95", "#8250df"),
    ("exact_p50_ms", "while Chroma is built, p50", "#bf8700"),
)


@dataclass(frozen=True)
class Measured:
    """The figures of one size; times in seconds or milliseconds, memory in MB, as named."""

    passages: float
    store_s: float
    start_s: float
    exact_p50_ms: float
    exact_p95_ms: float
    build_s: float
    both_p50_ms: float
    both_p95_ms: float
    reopen_s: float
    memory_mb: float
    child_mb: float


def write_report(folder: Path, measured: Sequence[Measured]) -> None:
    """Write `scale.md` and `scale.svg`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = ["| " + " | ".join(_cells(m)) + " |" for m in measured]
    lines = [
        "# Scale",
        "",
        "`python -m eval.benchmarks.scale`: random unit vectors of 384 dimensions, passages of some 60 characters, the",
        "question's embedding not counted.",
        f"{os.cpu_count()} processor cores, Python {platform.python_version()}.",
        "Goals at 150,000 passages: search p50 ≤ 20 ms, p95 ≤ 60 ms; memory ≤ 1,500 MB; start to first answer ≤ 10 s.",
        "",
        "| passages | search p50 ms | p95 ms | while Chroma is built: p50 ms | p95 ms | start to first answer s "
        "| memory MB | Chroma build s | its child MB | a start until Chroma serves s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
        "![search time by passages](scale.svg)",
        "",
    ]
    (folder / "scale.md").write_text("\n".join(lines), encoding="utf-8")
    (folder / "scale.svg").write_text(_chart(measured), encoding="utf-8")


def _cells(m: Measured) -> list[str]:
    searches = (m.both_p50_ms, m.both_p95_ms, m.exact_p50_ms, m.exact_p95_ms, m.start_s)
    after = (f"{m.memory_mb:,.0f}", f"{m.build_s:.0f}", f"{m.child_mb:,.0f}", f"{m.reopen_s:.1f}")
    return [f"{m.passages:,.0f}", *(f"{value:.1f}" for value in searches), *after]


def _chart(measured: Sequence[Measured]) -> str:
    top_x = max(m.passages for m in measured)
    top_y = max(20.0, *(getattr(m, name) for m in measured for name, _, _ in _LINES)) * 1.1
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
    ]
    for share in range(5):
        value = top_y * share / 4
        y = _y(value, top_y)
        parts.append(f'<path d="M{_MARGIN} {y:.0f}H{_WIDTH - 16}" stroke="#ddd"/>')
        parts.append(f'<text x="{_MARGIN - 8}" y="{y + 4:.0f}" text-anchor="end">{value:.0f} ms</text>')
    for m in measured:
        x = _x(m.passages, top_x)
        parts.append(f'<text x="{x:.0f}" y="{_HEIGHT - 32}" text-anchor="middle">{m.passages:,.0f}</text>')
    for place, (name, label, colour) in enumerate(_LINES):
        points = " ".join(f"{_x(m.passages, top_x):.1f},{_y(getattr(m, name), top_y):.1f}" for m in measured)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{_MARGIN + place * 190}" y="{_HEIGHT - 10}" fill="{colour}">{label}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _x(passages: float, top: float) -> float:
    return _MARGIN + (_WIDTH - _MARGIN - 40) * passages / top


def _y(value: float, top: float) -> float:
    return 16 + (_HEIGHT - 72) * (1 - value / top)
