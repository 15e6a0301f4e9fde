"""Draws how recall grows with the text that the network has seen, as an SVG picture."""

from __future__ import annotations

import math
from collections.abc import Mapping

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 560, 320, 50, 20, 30, 50
COLOURS = {"ocr_dev": "#1b6ca8", "ocr_old_dev": "#7a4fa3", "speech_dev": "#b8860b"}
LOWEST = 0.6


def learning_curve(recall: Mapping[int, Mapping[str, float]]) -> str:
    """The picture of recall at one precision by set, for each number of characters seen (0: without the network)."""
    seen = sorted(recall)
    first = math.log2(min(filter(None, seen))) - 1
    last = math.log2(max(seen))

    def x(characters: int) -> float:
        """A doubling is everywhere as wide; without the network stands one doubling before the first."""
        step = math.log2(characters) if characters else first
        return LEFT + (step - first) / max(last - first, 1) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (1 - value) / (1 - LOWEST) * (HEIGHT - TOP - BOTTOM)

    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" '
             'font-size="12"><rect width="100%" height="100%" fill="#fff"/>']
    lines += [f'<path d="M{LEFT} {y(k / 10):.1f}H{WIDTH - RIGHT}" stroke="#ddd" fill="none"/>'
              f'<text x="{LEFT - 6}" y="{y(k / 10):.1f}" text-anchor="end" dominant-baseline="middle">{k / 10}</text>'
              for k in range(round(LOWEST * 10), 11)]
    for characters in seen:
        name = f"{characters / 1e6:.1f} M" if characters else "without"
        lines.append(f'<text x="{x(characters):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{name}</text>')
    title = "recall at precision .95 by characters seen in training"
    lines.append(f'<text x="{WIDTH // 2}" y="{HEIGHT - 10}" text-anchor="middle">{title}</text>')
    for k, (name, colour) in enumerate(COLOURS.items()):
        points = " ".join(f"{x(characters):.1f},{y(recall[characters][name]):.1f}" for characters in seen)
        lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
                     f'<text x="{WIDTH - RIGHT - 4}" y="{y(0.94) + 16 * k:.1f}" text-anchor="end" '
                     f'fill="{colour}">{name}</text>')
    return "\n".join([*lines, "</svg>", ""])
