"""Cleans many documents with the engine that the window uses, on all cores.

``search`` finds the documents, ``plan`` says where each result goes, ``work`` does one document under the ``settings``
(``accept`` decides in the reader's place), ``crew`` and ``worker`` are the two ends of the processes, ``run`` keeps the
order. ``results`` and their ``record`` remember what is done, ``summary`` tells what came of it, and ``attention``
what a person should look at first.

A room of its own because it joins the pipeline and the store, which know nothing of each other. The first process of a
run loads no engine: what it imports is kept light.
"""
