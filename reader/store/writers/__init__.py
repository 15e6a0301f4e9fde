"""What a reviewed document can be written as, one module a format.

A room of its own because each format has a tradition to follow: Word files that look as GB/T 9704 wants official
documents, Word files with tracked changes that others go on reviewing, reports that say what was done to a text.
All of them are made in memory from a review session; ``reader.store.export`` chooses and saves.

``paragraphs``  the cleaned text as title, headings and paragraphs
``markdown``, ``webpage``  the cleaned text with its headings
``wordml``, ``package``  the parts and the language of Word files
``official``, ``stylesheet``, ``roles``  the cleaned text as an official document
``tracked``, ``stretches``, ``comments``  the original with every decision as a tracked change, what is open as comments
``findings``, ``report``, ``table``, ``words``  the decisions themselves, as a page to print and as a table
"""
