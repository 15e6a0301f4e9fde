"""A report of what was done to a text: one page to read, print and file with the text, in the language spoken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from reader.language import current, say, tr, tr_n
from reader.review.decision import State
from reader.review.session import ReviewSession
from reader.review.words import kind_name, notice_name
from reader.store.encodings import encoding_notices
from reader.store.writers.findings import Places, Row, is_hidden, rows
from reader.store.writers.webpage import shown, whole_page
from reader.store.writers.words import share

_LONGEST = 300
"""Code points of a removed block that the table shows; the original file has them all."""

_STYLE = (
    'body{font:14px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;color:#222;background:#fff;'
    "max-width:75em;margin:2em auto;padding:0 1em}h1{font-size:1.6em}h2{font-size:1.2em;margin-top:2em}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1.2em;margin:0}dt{color:#666}"
    "dd{margin:0;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #ccc;padding:.25em .5em;text-align:left;"
    "vertical-align:top;overflow-wrap:anywhere}th{background:#f3f3f0;white-space:nowrap}"
    ".n{white-space:nowrap;text-align:right;font-variant-numeric:tabular-nums}.w{white-space:nowrap}"
    ".t{white-space:pre-wrap;min-width:7em}"
    "del{color:#a32;background:#fbe9e7}ins{color:#175c2c;background:#e5f4e8}del,ins{text-decoration:none}"
    "mark{background:#fff0b8}.s{color:#888}.open td{background:#fffbea}.kept td{color:#666}.sum{font-size:1.1em}"
    "@page{size:A4 landscape;margin:12mm}"
    "@media print{body{max-width:none;margin:0;padding:0;font-size:9pt}thead{display:table-header-group}"
    "tr{break-inside:avoid}h2{break-after:avoid}}"
)


def to_report(session: ReviewSession, *, author: str = "", path: str = "", when: datetime | None = None) -> str:
    """The report as one HTML file that loads nothing.

    ``author`` names the person who decided, ``path`` the document (by default its file name), ``when`` the time of the
    report, which is left out where there is none.
    """
    name = path or session.source.name
    title = tr("Report of decisions")
    body = [_tag("h1", title)]
    body += _document(session, name, when)
    body += _account(session)
    body += _notices(session)
    body += _decisions(session, author)
    return whole_page(f"{title} · {name}" if name else title, _STYLE, body, current().replace("_", "-"))


def _document(session: ReviewSession, name: str, when: datetime | None) -> Iterator[str]:
    source = session.source
    said = [
        (tr("Document"), name or tr("without a name")),
        ("SHA-256", source.sha256),
        (tr("Format"), source.format),
        (tr("Encoding"), source.encoding.upper()),
        (tr("Characters"), f"{len(source.raw):,}"),
    ]
    if when is not None:
        said.append((tr("Date of the report"), f"{when:%Y-%m-%d %H:%M}"))
    yield "<dl>" + "".join(_tag("dt", term) + _tag("dd", value) for term, value in said) + "</dl>"


def _account(session: ReviewSession) -> Iterator[str]:
    ledger = session.ledger
    yield _tag("h2", tr("Account of every character"))
    total = tr(
        "Original {source} = kept {kept} + removed {removed} + changed {changed}",
        source=f"{ledger.source:,}",
        kept=f"{ledger.kept:,}",
        removed=f"{ledger.removed:,}",
        changed=f"{ledger.changed:,}",
    )
    yield f'<p class="sum">{shown(total)}</p>'
    yield _tag("p", tr("Put in where nothing stood: {inserted}", inserted=f"{ledger.inserted:,}"))
    kinds = sorted({*ledger.removed_by, *ledger.changed_by}, key=lambda kind: (kind.layer, kind.value))
    if kinds:
        yield _head(tr("Kind"), tr("Characters removed"), tr("Characters changed"))
        for kind in kinds:
            counts = (ledger.removed_by.get(kind, 0), ledger.changed_by.get(kind, 0))
            numbers = "".join(f'<td class="n">{count:,}</td>' for count in counts)
            yield f"<tr><td>{shown(kind_name(kind))}</td>{numbers}</tr>"
        yield "</tbody></table>"


def _notices(session: ReviewSession) -> Iterator[str]:
    notices = (*encoding_notices(session.source), *session.notices)
    if not notices and not session.source.remarks:
        return
    yield _tag("h2", tr("Notices"))
    yield _tag("p", tr("What is missing or doubtful was marked and not filled in."))
    yield _head(tr("Line:column"), tr("Kind"), tr("Notice"))
    document = tr("Document")
    for remark in session.source.remarks:
        yield f"<tr><td></td>{_tag('td', document)}{_tag('td', say(remark))}</tr>"
    places = Places(session.raw)
    for notice in sorted(notices, key=lambda notice: notice.span):
        cells = (places.of(notice.span.start), notice_name(notice.kind), say(notice.message))
        yield "<tr>" + "".join(_tag("td", cell) for cell in cells) + "</tr>"
    yield "</tbody></table>"


def _decisions(session: ReviewSession, author: str) -> Iterator[str]:
    listed = list(rows(session, author))
    yield _tag("h2", tr("Decisions"))
    counts = Counter((row.decision, row.who) for row in listed)
    for (decision, who), count in sorted(counts.items(), key=lambda item: -item[1]):
        by = f"{decision} ({who})" if who else decision
        yield f'<span class="w">{shown(by)}: {count:,}</span>&emsp;'
    hidden = sum(is_hidden(session, fix) for fix in session.fixes)
    if hidden:
        said = tr_n(
            "{count} doubt that is shown only on demand is not listed.",
            "{count} doubts that are shown only on demand are not listed.",
            hidden,
        )
        yield _tag("p", said)
    if not listed:
        yield _tag("p", tr("Nothing was found."))
        return
    yield _head(
        tr("Number"),
        tr("Line:column"),
        tr("Offset"),
        tr("Kind"),
        tr("In the original"),
        tr("Change"),
        tr("Reason"),
        tr("Confidence"),
        tr("Decision"),
        tr("Decided by"),
    )
    for number, row in enumerate(listed, 1):
        yield _written(number, row)
    yield "</tbody></table>"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{shown(text)}</{name}>"


def _head(*names: str) -> str:
    cells = "".join(_tag("th", name) for name in names)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>"


_CLASSES = {State.PENDING: "open", State.ACCEPTED: "done"}


def _written(number: int, row: Row) -> str:
    place = f"{_seen(row.before)}<mark>{_seen(row.original) or '‸'}</mark>{_seen(row.after)}"
    change = shown(row.change)
    if row.replacement:
        from_it = f"<del>{_seen(row.original)}</del> → " if row.original else ""
        change = f"{change}<br>{from_it}<ins>{_seen(row.replacement)}</ins>"
    return (
        f'<tr class="{_CLASSES.get(row.state, "kept")}"><td class="n">{number}</td><td class="n">{row.place}</td>'
        f'<td class="n">{row.offset}</td><td>{shown(row.kind)}</td><td class="t">{place}</td>'
        f'<td class="t">{change}</td><td>{shown(row.reason)}</td><td class="n">{share(row.confidence)}</td>'
        f'<td class="w">{shown(row.decision)}</td><td class="w">{shown(row.who)}</td></tr>'
    )


_SIGNS = {"\r\n": "↵", "\n": "↵", "\r": "↵", " ": "␣", "\t": "⇥", "\u3000": "□", "\xa0": "⍽"}
_PIECE = re.compile(r"(?P<sign>\r\n|[\n\r \t\u3000\xa0])|[^\n\r \t\u3000\xa0]+")


def _seen(text: str) -> str:
    """Escaped, long stretches shortened in the middle, and with signs for what would not show."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
    return _PIECE.sub(_sign, text)


def _sign(piece: re.Match[str]) -> str:
    return f'<span class="s">{_SIGNS[piece[0]]}</span>' if piece["sign"] else shown(piece[0])
