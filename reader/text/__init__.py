"""Values and arithmetic of texts: spans, fixes, applying them, maps between offsets. Standard library only.

From the bottom up: ``span`` and ``message`` are the atoms; ``fix`` is one decision of the reader; ``apply`` makes the
cleaned text from the raw one and any set of fixes; ``offsets`` carries places across; ``projection`` is how a detector
looks through the damage above it; ``ledger`` accounts for every character. Offsets are code points of the raw text
unless a name says ``clean``.
"""
