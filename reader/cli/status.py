"""Exit statuses."""

DONE, SOME_FAILED, WRONG_USAGE, INTERRUPTED, NOBODY_READS = 0, 1, 2, 130, 141
"""The last two are those of a shell's command that Ctrl-C or a closed pipe ended."""
