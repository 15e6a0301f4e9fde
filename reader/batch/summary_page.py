"""The summary of a run as one web page that needs no other file; a few lines of script sort the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from reader.batch.summary import Row, Summary, Totals
from reader.language import current, tr, tr_n
from reader.review.words import kind_name, notice_name
from reader.store.writers.webpage import shown
from reader.text.fix import Kind
from reader.text.section import NoticeKind

MOST_ROWS = 10_000
"""More rows make a browser slow; the others are only in the table for spreadsheets, and the page says so."""

_STYLE = (
    'body{margin:2em;line-height:1.5;font-family:system-ui,"PingFang SC","Microsoft YaHei",sans-serif;'
    "color:#222;background:#fdfdfb}table{border-collapse:collapse;font-size:.9em}"
    "th,td{padding:.25em .6em;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}"
    "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.p{word-break:break-all}"
    "th{position:sticky;top:0;background:#f1efe8}th button{all:unset;cursor:pointer;font-weight:600}"
    "th button:focus-visible{outline:2px solid}th[aria-sort=ascending] button::after{content:' ▲'}"
    "th[aria-sort=descending] button::after{content:' ▼'}tr.failed td{color:#a11}dl{display:grid;"
    "grid-template-columns:max-content 1fr;gap:.1em 1em}dt{font-weight:600}dd{margin:0}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#1c1c1c}th{background:#2b2a27}"
    "th,td{border-color:#444}tr.failed td{color:#f99}}@media print{th{position:static}}"
)

_SCRIPT = """
const table=document.querySelector('table'),heads=[...table.tHead.rows[0].cells];
heads.forEach((head,column)=>head.querySelector('button').addEventListener('click',()=>{
 const up=head.getAttribute('aria-sort')==='descending',body=table.tBodies[0],rows=[...body.rows];
 const key=row=>{const cell=row.cells[column],n=cell?.dataset.n;return n===undefined?cell?.textContent??'':Number(n)};
 rows.sort((a,b)=>{const x=key(a),y=key(b);return (x<y?-1:x>y?1:0)*(up?1:-1)});
 heads.forEach(other=>other.removeAttribute('aria-sort'));head.setAttribute('aria-sort',up?'ascending':'descending');
 body.append(...rows)}));
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def page(summary: Summary) -> Iterator[str]:
    """The page, piece by piece: sums first, then the documents, those that need eyes first."""
    title = tr("Summary of a batch")
    yield (
        f'<!DOCTYPE html>\n<html lang="{current().replace("_", "-")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{shown(title)}</h1>\n"
    )
    yield from _sums(summary.totals)
    yield f"<p>{shown(_explained())}</p>\n"
    hidden = summary.totals.documents - MOST_ROWS
    if hidden > 0:
        more = tr_n(
            "{count} document is not shown here. Write the summary to a .csv file to see all.",
            "{count} documents are not shown here. Write the summary to a .csv file to see all.",
            hidden,
        )
        yield f"<p>{shown(more)}</p>\n"
    heads = "".join(
        f'<th{" class=n" if number else ""}><button>{shown(name)}</button></th>' for name, number in _columns()
    )
    yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for row in islice(summary.rows(), MOST_ROWS):
        yield _row(row)
    yield f"</tbody>\n</table>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"


def _explained() -> str:
    return tr(
        "Pages that need eyes first stand first. Points: failed 1,000; perhaps no speech 100; undecodable bytes 60; "
        "machine-spun wording or several texts 30; each passage cut out 10; lost number 3; masked word or break in the "
        "numbering 2; cut off 5; 2 for each finding to decide in 1,000 characters; and what was removed beyond half of "
        "the characters. Click on a column to sort by it."
    )


def _columns() -> tuple[tuple[str, bool], ...]:
    return (
        (tr("Points"), True),
        (tr("Document"), False),
        (tr("Characters"), True),
        (tr("Removed"), True),
        (tr("Applied"), True),
        (tr("To decide"), True),
        (tr("Notices"), False),
        (tr("Encoding"), False),
        (tr("Format"), False),
        (tr("Seconds"), True),
    )


def _sums(totals: Totals) -> Iterator[str]:
    entries = [
        (tr("Documents"), f"{totals.documents:,}"),
        (tr("Failed"), f"{totals.failed:,}"),
        (tr("Unchanged since an earlier run"), f"{totals.unchanged:,}"),
        (tr("Characters"), f"{totals.characters:,}"),
        (tr("Removed"), f"{totals.removed:,} ({totals.removed_share:.1%})"),
        (tr("Changed"), f"{totals.changed:,}"),
        (tr("Applied"), f"{totals.applied.total():,}: {_kinds(totals.applied)}"),
        (tr("To decide"), f"{totals.pending.total():,}: {_kinds(totals.pending)}"),
        (tr("Notices"), f"{totals.notices.total():,}: {_notices(totals.notices)}"),
        (tr("Undecodable places"), f"{totals.undecodable:,}"),
        (tr("Seconds of work"), f"{totals.seconds:,.1f}"),
    ]
    yield "<dl>\n"
    yield from (f"<dt>{shown(name)}</dt><dd>{shown(value.removesuffix(': '))}</dd>\n" for name, value in entries)
    yield "</dl>\n"


def _row(row: Row) -> str:
    facts = row.facts
    if facts is None:
        cells = [*_number(row.attention, f"{row.attention:g}"), f'<td class="p">{shown(row.path)}</td>']
        return f'<tr class="failed">{"".join(cells)}<td colspan="8">{shown(row.failure)}</td></tr>\n'
    cells = [
        *_number(row.attention, f"{row.attention:g}"),
        f'<td class="p">{shown(row.path)}</td>',
        *_number(facts.characters, f"{facts.characters:,}"),
        *_number(facts.removed_share, f"{facts.removed_share:.1%}"),
        *_number(sum(facts.applied.values()), f"{sum(facts.applied.values()):,}", _kinds(facts.applied)),
        *_number(facts.waiting, f"{facts.waiting:,}", _kinds(facts.pending)),
        f"<td>{shown(_notices(facts.notices))}</td>",
        f"<td>{shown(facts.encoding)}</td>",
        f"<td>{shown(facts.format)}</td>",
        *_number(row.seconds, "–" if row.unchanged else f"{row.seconds:.2f}"),
    ]
    return f"<tr>{''.join(cells)}</tr>\n"


def _number(value: float, text: str, detail: str = "") -> Iterable[str]:
    hint = f' title="{shown(detail)}"' if detail else ""
    yield f'<td class="n" data-n="{value:g}"{hint}>{shown(text)}</td>'


def _kinds(counts: Mapping[str, int]) -> str:
    return _listed({kind_name(Kind(kind)): count for kind, count in counts.items()})


def _notices(counts: Mapping[str, int]) -> str:
    return _listed({notice_name(NoticeKind(kind)): count for kind, count in counts.items()})


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
