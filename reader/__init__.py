"""Jiaodu 校读: read scraped Chinese documents beside a cleaned, sectioned version.

The map of the package, bottom up; imports point this way only:

- ``text``: spans, edits, fixes, offset maps, applying, the ledger; standard library only
- ``assets``: finds ``resources/``, installed or in a checkout
- ``language``: says every sentence in the reader's language
- ``lm``: the character n-gram model and what it finds improbable
- ``detect``: a reading of the raw text -> fixes, layer by layer; pure functions
- ``structure``: cleaned text -> title, headings, numbering checks; pure functions
- ``pipeline``: runs them
- ``review``: what the reader decided; undo; announces changes; no Qt, no files
- ``store``: reads documents, saves results
- ``batch``: many files over many processes; the same results whatever the number of workers
- ``cli``: ``jiaodu clean`` without a window
- ``ui``: Qt widgets; draw the session and ask it to change
- ``app``: puts the parts together
"""
