"""What is mended before a page is parsed: little, and nothing that a reader sees."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.readers.web_mending import MARK, mended


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("<body>一&nbsp;二&lt;", "<body>一&nbsp;二&lt;"),
        ("<body>&nbsp二&copy三&AMP四&hellip", "<body>&#160;二&#169;三&#38;四&hellip"),
        ("<body>&#150;&#x96;&#0;&#38382", "<body>&#8211;&#8211;&#65533;&#38382;"),
        ("<body>&nosuch; &; &#; &#x; &", "<body>&nosuch; &; &#; &#x; &"),
        ("<body>一\0二\ud800", "<body>一二\ufffd"),
        ("<body>一</br>二</BR >三</br/>", "<body>一<br>二<br>三<br>"),
        ("<body>一</body></html>二", f"<body>一{MARK}{MARK}二"),
        ("<body><p>一</p>", "<body><p>一</p>"),
        ("<body><p>一</p>二</p>", f"<body><p>一</p>{MARK}二</p>{MARK}"),
        ("一", "<body>一"),
        ("<!DOCTYPE html>一", "<!DOCTYPE html>一"),
        ("<body><a " + "b " * 5000 + ">一", "<body><a >一"),
        ('<body><a b="' + "b " * 5000 + '">一', '<body><a b="' + "b " * 5000 + '">一'),
        ("<body><img src='data:image/png;base64,iVBOR/+=' alt=x>", "<body><img src='data:,' alt=x>"),
        ("<body>url(data:font/woff;base64,AAAA)", "<body>url(data:,)"),
        ("<body>见 data:image/png;base64,iVBOR", "<body>见 data:image/png;base64,iVBOR"),
        ("<body><a b='>' " + "c='>' " * 2000 + ">一", "<body><a >一"),
    ],
)
def test_mended(code, expected):
    assert mended(code) == expected


REFERENCES = st.lists(
    st.sampled_from(["&", "#", "x", "amp", "nbsp", "notin", "1", "38382", "9999999999", ";", "问", " "]), max_size=12
).map("".join)


@given(REFERENCES)
def test_references_mean_afterwards_what_they_meant(text):
    assert unescape(mended("<body>" + text)) == unescape("<body>" + text)
