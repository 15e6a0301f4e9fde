"""The window. Draws what the review session says and asks the session to change; finds no faults itself.

The only package besides ``app`` that knows Qt. From the bottom up:

- without Qt, and tested without a window: ``positions`` and ``display`` (what a pane shows and where each character of
  the text stands in it), ``folds``, ``marks``, ``rows``, ``scopes``, ``order``, ``course``, ``deciding``, ``words``,
  ``tie``, ``hand_edit``, ``hand_marks``, ``services``
- ``theme``: colours and fonts; ``typesetting``: how lines are set
- one widget each: ``text_pane``, ``pane_pair``, ``overview``, ``fix_list``, ``fix_card``, ``filter_bar``, ``outline``,
  ``account``, ``message_bar``, ``empty_page``, ``paragraph_editor``, ``key_overview``
- ``reading`` is both texts with their marks, ``texts`` adds the line to find in them; ``side`` is list, outline,
  account and history; ``review_view`` puts them together with the card around one session, goes through the findings
  (``course``: which, in which order and groups) and decides on the current one
- on top of it: ``batches`` decides on groups, ``hand_work`` marks and edits by hand, ``looking`` changes what is shown;
  ``peek_key`` is the key that is held
- ``desk`` opens, analyses and saves off the interface thread (``workers``); ``commands`` names every command with its
  keys; ``questions`` are the few dialogs, ``tidings`` says what happens; ``main_window`` is the frame

What reads files and finds faults comes in from ``app`` as ``services.Services``.
"""
