"""Charts as inline SVG, without script and without anything to load."""

from collections.abc import Mapping, Sequence
from html import escape

COLOURS = ("#07794a", "#c2571a", "#2457a6", "#8a3ffc", "#b28600", "#5f6b73")
_FONT = 'font-family="system-ui, sans-serif" font-size="12" fill="#1f2a30"'
_WIDTH, _LEFT, _RIGHT = 760, 150, 90
_BAR = 15
_PLOT_HEIGHT = 240


def bars(series: Mapping[str, Mapping[str, float]], label: str) -> str:
    """Horizontal bars of shares in [0, 1]: one group a key, one bar a series; the value stands at its end."""
    names = list(series)
    keys = list(dict.fromkeys(key for values in series.values() for key in values))
    row_height = _BAR * len(names) + 10
    height = row_height * len(keys) + 30
    parts = [_legend(names)]
    for row, key in enumerate(keys):
        top = 30 + row * row_height
        parts.append(_text(_LEFT - 8, top + _BAR * len(names) / 2 + 4, key, "end"))
        for place, name in enumerate(names):
            if key in series[name]:
                parts.append(_bar(top + place * _BAR, series[name][key], COLOURS[place % len(COLOURS)]))
    return _svg(height, label, parts)


def lines(series: Mapping[str, Sequence[tuple[float, float]]], label: str, ticks: Sequence[str] = ()) -> str:
    """Lines of shares in [0, 1] over x; `ticks` name the x places 0, 1, 2, ... where they are not numbers."""
    points = [point for line in series.values() for point in line]
    if not points:
        return ""
    low, high = min(x for x, _ in points), max(x for x, _ in points)
    parts = [_legend(list(series)), _grid(), *_x_labels(low, high, ticks)]
    for place, line in enumerate(series.values()):
        colour = COLOURS[place % len(COLOURS)]
        path = " ".join(f"{_x(x, low, high):.1f},{_y(y):.1f}" for x, y in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        if len(line) < 12:
            parts += [f'<circle cx="{_x(x, low, high):.1f}" cy="{_y(y):.1f}" r="3" fill="{colour}"/>' for x, y in line]
    return _svg(_PLOT_HEIGHT + 70, label, parts)


def _svg(height: float, label: str, parts: Sequence[str]) -> str:
    body = "".join(parts)
    return f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {_WIDTH} {height:.0f}">{body}</svg>'


def _bar(top: float, value: float, colour: str) -> str:
    width = max(0.0, min(1.0, value)) * (_WIDTH - _LEFT - _RIGHT)
    rectangle = f'<rect x="{_LEFT}" y="{top}" width="{width:.1f}" height="{_BAR - 3}" rx="2" fill="{colour}"/>'
    return rectangle + _text(_LEFT + width + 6, top + _BAR - 4, f"{value:.1%}", "start")


def _legend(names: Sequence[str]) -> str:
    parts = []
    for place, name in enumerate(names):
        x = _LEFT + place * 150
        parts.append(f'<rect x="{x}" y="6" width="12" height="12" rx="2" fill="{COLOURS[place % len(COLOURS)]}"/>')
        parts.append(_text(x + 18, 16, name, "start"))
    return "".join(parts)


def _grid() -> str:
    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _y(share)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d5dadd"/>')
        parts.append(_text(_LEFT - 8, y + 4, f"{share:.0%}", "end"))
    return "".join(parts)


def _x_labels(low: float, high: float, ticks: Sequence[str]) -> list[str]:
    if ticks:
        return [_text(_x(i, low, high), _PLOT_HEIGHT + 50, tick, "middle") for i, tick in enumerate(ticks)]
    places = [low + (high - low) * step / 4 for step in range(5)]
    return [_text(_x(place, low, high), _PLOT_HEIGHT + 50, f"{place:.3g}", "middle") for place in places]


def _x(value: float, low: float, high: float) -> float:
    return _LEFT + (value - low) / ((high - low) or 1.0) * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return 30 + (1 - share) * _PLOT_HEIGHT


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {_FONT}>{escape(text)}</text>'
