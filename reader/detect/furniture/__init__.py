"""The furniture of a page: everything a site prints around a text.

``lines`` cuts the text, ``features`` and ``classifier`` say how much one line reads like furniture, ``zones`` decides
for all lines together where the head ends and the tail begins, ``title`` frees the title from file names and site
names, ``gates`` knows the sentences that keep a reader from the rest, ``categories`` names what was found.
"""
