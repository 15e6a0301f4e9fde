"""Finds faults: a reading of the raw text goes in, fixes with raw offsets come out. Pure functions, layer by layer.

``invisible`` reads the raw text; ``removal`` reads it without invisible characters and finds what is not the speech;
``linebreaks``, ``spacing`` and ``markup`` read the speech alone; ``punctuation`` reads it in its paragraphs;
``suspects`` reads clean paragraphs and asks the language model. Within a layer the order does not matter.
"""
