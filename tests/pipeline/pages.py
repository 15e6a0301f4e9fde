"""Pages put together at random as sites do it: a clean text of ours, printed, spoilt, and wrapped in furniture."""

from pathlib import Path

from hypothesis import strategies as st

from tests.detect.typesetting import printed

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
TEXTS = tuple(
    (SAMPLES / f"{name}.txt").read_text("utf-8").rstrip("\n")
    for name in ("river_cleaning", "library_notice", "school_opening")
)
HEADS = (
    "",
    "青松文档站\n  1. 1、本文档共3页,可免费阅读前3页,下载后可阅读全部内容。\n"
    "  2. 2、青松文档站所有文档均由用户上传分享,仅供学习参考。\n",
    "首页 > 文档 > 讲话稿\n上传时间:2016-03-18 浏览:138 下载:27\n",
)
TAILS = (
    "",
    "\n文档评论(0)\n登录后发表评论\n下载文档\n猜你喜欢\n全镇秋收工作会议讲话.doc\n",
    "\n本文由青松文档站整理,转载请注明出处\n",
)
WATERMARK = "本资料由青松文档站提供，转载违法必究"
HALF_WIDTH = str.maketrans("，：；？！（）", ",:;?!()")


@st.composite
def pages(draw, *, furniture=True):
    """A page of 600 to 1,500 characters; without ``furniture`` only the print and its marks are spoilt."""
    text = draw(st.sampled_from(TEXTS))
    style = draw(st.sampled_from(("paragraphs", "blank", "spaces", "feeds", "one-line")))
    if draw(st.booleans()):
        text = text.translate(HALF_WIDTH)
    if style == "blank":
        text = "\n\n\u3000\u3000".join(text.split("\n"))
    elif style in ("spaces", "feeds"):
        by = " " if style == "spaces" else "\n"
        text = printed(text, draw(st.integers(20, 32)), by=by, stray=draw(st.sampled_from((0.0, 0.0, 0.02))))
    elif style == "one-line":
        text = "".join(text.split("\n"))
    for _ in range(draw(st.integers(0, 3)) if furniture else 0):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + WATERMARK + text[at:]
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if not furniture:
        return text
    return draw(st.sampled_from(HEADS)) + text + draw(st.sampled_from(TAILS))
