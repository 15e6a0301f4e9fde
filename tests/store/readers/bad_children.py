"""Processes that do what hostile files make a reader of PDFs do."""

import os
import pickle
import time

from reader.store.readers import pdf_child


def crash(answers):
    os.abort()


def hang(answers):
    answers.recv_bytes()
    time.sleep(600)


def hang_later(answers):
    answers.recv_bytes()
    answers.send_bytes(b'{"pages": 2}')
    answers.send_bytes(b'{"lines": [["x", 1]], "glyphs": 1, "unknown": 0, "picture": false}')
    time.sleep(600)


def fill_the_memory(answers):
    answers.recv_bytes()
    pdf_child.MOST_MEMORY = 200 * 1024**2
    pdf_child._bound()
    kept = b"x" * (2 * pdf_child.MOST_MEMORY)
    time.sleep(600)
    assert kept


def lie(answers):
    answers.recv_bytes()
    answers.send_bytes(pickle.dumps(os.getcwd))
    time.sleep(600)


def say_little(answers):
    answers.recv_bytes()
    answers.send_bytes(b'{"pages": 3}')


def shout(answers):
    answers.recv_bytes()
    answers.send_bytes(b'"' + b"x" * 40_000_000 + b'"')
    time.sleep(600)
