"""Reads documents and saves results; the only room of the engine that touches files.

``encodings`` turns bytes into a raw text and back, ``magic`` recognises what is no text, ``documents`` reads a file,
``saving`` replaces a file in one step, ``render`` writes the cleaned text in a format, ``contract`` is the JSON that
other programs read, ``export`` puts the last three together.
"""
