"""Cleans many documents with the engine that the window uses, on all cores.

``plan`` finds the documents and says where each result goes, ``work`` does one document, ``run`` spreads the work. A
room of its own because it joins the pipeline and the store, which know nothing of each other.
"""
