#!/usr/bin/env python3
"""Draws precision by recall from ``manifest.json`` as an SVG picture.

python packaging/training/curves.py > packaging/decisions/0006-precision-recall.svg
"""

from __future__ import annotations

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDTH, HEIGHT, LEFT, TOP = 560, 360, 50, 20
COLOURS = ("#1b6ca8", "#b5452c", "#4a7c3a", "#7a4fa3", "#b8860b")
LOWEST = 0.3


def place(recall: float, precision: float) -> str:
    """Where a point stands in the picture."""
    x = LEFT + (recall - LOWEST) / (1 - LOWEST) * (WIDTH - LEFT - 20)
    y = TOP + (1 - precision) / (1 - LOWEST) * (HEIGHT - TOP - 40)
    return f"{x:.1f},{y:.1f}"


def main() -> None:
    """Writes the picture to standard output."""
    facts = json.loads((ROOT / "resources" / "tables" / "manifest.json").read_text("utf-8"))
    sets = {name: entry["precision_at_recall"] for name, entry in facts["figures"]["suspects"].items()
            if "precision_at_recall" in entry and name != "seed"}
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" '
             'font-size="12"><rect width="100%" height="100%" fill="#fff"/>']
    for k in range(3, 11):
        x, y = place(k / 10, k / 10).split(",")
        lines.append(f'<path d="M{x} {TOP}V{HEIGHT - 40}M{LEFT} {y}H{WIDTH - 20}" stroke="#ddd" fill="none"/>'
                     f'<text x="{x}" y="{HEIGHT - 24}" text-anchor="middle">{k / 10}</text>'
                     f'<text x="{LEFT - 6}" y="{y}" text-anchor="end" dominant-baseline="middle">{k / 10}</text>')
    lines.append(f'<text x="{WIDTH // 2}" y="{HEIGHT - 6}" text-anchor="middle">recall</text>'
                 f'<text x="12" y="{HEIGHT // 2}" transform="rotate(-90 12 {HEIGHT // 2})" '
                 'text-anchor="middle">precision</text>')
    for k, (name, curve) in enumerate(sets.items()):
        points = [(float(r), p) for r, p in curve.items() if p >= LOWEST and float(r) >= LOWEST]
        colour = COLOURS[k % len(COLOURS)]
        path = " ".join(place(recall, precision) for recall, precision in points)
        y = HEIGHT - 60 - 16 * (len(sets) - 1 - k)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
                     f'<text x="{LEFT + 12}" y="{y}" fill="{colour}">{name}</text>')
    print("\n".join([*lines, "</svg>"]))


if __name__ == "__main__":
    main()
