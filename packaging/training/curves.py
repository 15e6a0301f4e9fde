#!/usr/bin/env python3
"""Draws precision by recall and the reliability of the confidences from ``manifest.json`` as SVG pictures.

    python packaging/training/curves.py

writes both beside the decision notes. Cross-validated where a set was trained on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTES = ROOT / "packaging" / "decisions"
WIDTH, HEIGHT, LEFT, TOP = 560, 360, 50, 20
COLOURS = ("#1b6ca8", "#b5452c", "#4a7c3a", "#7a4fa3", "#b8860b")
Points = Sequence[tuple[float, float]]


def picture(across: str, up: str, lowest: float, lines: Mapping[str, Points], *, diagonal: bool = False) -> str:
    """Lines through points of a square from ``lowest`` to 1 in both directions."""

    def place(x: float, y: float) -> tuple[float, float]:
        return (LEFT + (x - lowest) / (1 - lowest) * (WIDTH - LEFT - 20),
                TOP + (1 - y) / (1 - lowest) * (HEIGHT - TOP - 40))

    drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" '
             'font-size="12"><rect width="100%" height="100%" fill="#fff"/>']
    for k in range(round(lowest * 10), 11):
        x, y = place(k / 10, k / 10)
        drawn.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - 40}M{LEFT} {y:.1f}H{WIDTH - 20}" stroke="#ddd" fill="none"/>'
                     f'<text x="{x:.1f}" y="{HEIGHT - 24}" text-anchor="middle">{k / 10}</text>'
                     f'<text x="{LEFT - 6}" y="{y:.1f}" text-anchor="end" dominant-baseline="middle">{k / 10}</text>')
    drawn.append(f'<text x="{WIDTH // 2}" y="{HEIGHT - 6}" text-anchor="middle">{across}</text>'
                 f'<text x="12" y="{HEIGHT // 2}" transform="rotate(-90 12 {HEIGHT // 2})" '
                 f'text-anchor="middle">{up}</text>')
    if diagonal:
        drawn.append(f'<path d="M{LEFT} {HEIGHT - 40}L{WIDTH - 20} {TOP}" stroke="#999" stroke-dasharray="4"/>')
    for k, (name, points) in enumerate(lines.items()):
        colour = COLOURS[k % len(COLOURS)]
        path = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in points if min(x, y) >= lowest)
        y = HEIGHT - 60 - 16 * (len(lines) - 1 - k)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
                     f'<text x="{WIDTH - 28 if diagonal else LEFT + 12}" y="{y}" fill="{colour}" '
                     f'text-anchor="{"end" if diagonal else "start"}">{name}</text>')
    return "\n".join([*drawn, "</svg>\n"])


def main() -> None:
    """Writes both pictures."""
    facts = json.loads((ROOT / "resources" / "tables" / "manifest.json").read_text("utf-8"))
    figures = facts["figures"]["suspects"]
    curves = {name: [(float(recall), precision) for recall, precision in entry["precision_at_recall"].items()]
              for name, entry in figures.items() if "precision_at_recall" in entry and name != "seed"}
    (NOTES / "0006-precision-recall.svg").write_text(picture("recall", "precision", 0.3, curves), encoding="utf-8")
    reliability = {f"{name} (ECE {entry['expected_calibration_error']:.3f})": [row[:2] for row in entry["bins"]]
                   for name, entry in figures["calibration"].items()}
    (NOTES / "0006-reliability.svg").write_text(
        picture("confidence", "share that is wrong", 0.0, reliability, diagonal=True), encoding="utf-8")


if __name__ == "__main__":
    main()
