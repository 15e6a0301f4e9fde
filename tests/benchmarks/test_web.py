"""How long web pages take: pytest tests/benchmarks/test_web.py --benchmark-only."""

import pytest

from reader.store.readers import web
from tests.store.readers.saved_pages import saved

PARAGRAPH = (
    '<div class="x"><p style="text-indent:2em">我们的工作要在党委的领导下开展，各部门要互相配合，共同努力，把事情办好。'
    '<span>的</span>工作&nbsp;</p><a href="x">下载</a></div>\n'
)
PAGES = {
    "a saved page": saved("document_site", "river_cleaning")[0],
    "5 MB of paragraphs": "<html><body>" + PARAGRAPH * 23_700,
    "5 MB of table cells": "<html><body><table>" + "<tr><td>甲<td>乙" * 277_000,
    "5 MB of tags": "<html><body>" + "<b>x" * 1_250_000,
}


@pytest.mark.parametrize("code", PAGES.values(), ids=PAGES.keys())
def test_read(benchmark, code):
    data = code.encode()
    source = benchmark.pedantic(web.read, (data, "x"), rounds=3, warmup_rounds=1)
    assert source.raw
