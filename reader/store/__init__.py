"""Reads documents and saves results; the only room of the engine that touches files.

``encodings`` turns bytes into a raw text and back, ``magic`` recognises formats, ``readers`` has a module for each
that is not plain text, ``documents`` reads a file,
``saving`` replaces a file in one step, ``render`` writes the cleaned text in a format, ``contract`` is the JSON that
other programs read, ``export`` puts the last three together.

``journal`` writes down every decision (``appender`` is the growing file, ``journal_lines`` and ``journal_records`` what
stands in it, ``journal_file`` how it is found, locked and read); ``resume`` goes on where a review stood, also upon
another version of the text: ``alignment`` finds the places of one text in another, ``anchoring`` the findings there,
``carrying`` says what goes on and what does not. ``project`` is a review as a file for somebody else, and
``project_reading`` opens one.
"""
