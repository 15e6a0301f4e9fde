"""Notes in words of no site we know, each put once between two characters of an invented speech."""

import re

import pytest

from tests.detect.removal.seen import removal
from tests.pipeline.pages import TEXTS

NOTES = (
    "本资料由白桦写作网整理提供",
    "更多范文请登录白桦写作网",
    "白桦写作网www.bhxzw.net",
    "微信公众号：白桦笔谈",
    "本文转载自白桦范文大全",
    "下载完整版文档请到白桦网",
    "版权归原作者所有，白桦网收集",
    "未经白桦网授权不得转载",
    "欢迎关注公众号白桦公文",
    "文档由会员上传，白桦网分享",
)
AMID_WORDS = re.compile(r"(?<=[\u4e00-\u9fff]{6})(?=[\u4e00-\u9fff]{6})")
PLACES = 8
LEAST_FOUND, LEAST_EXACT = 0.7, 0.5


def spoilt(note):
    """Pages with the note, and where it stands; the places are spread evenly over a text."""
    for text in TEXTS:
        places = [match.start() for match in AMID_WORDS.finditer(text, text.index("\n"))]
        for at in places[:: max(1, len(places) // PLACES)]:
            yield text[:at] + note + text[at:], at


def with_line(speech):
    """A text with one more paragraph in it."""
    text = TEXTS[0].rstrip("\n").split("\n")
    return "\n".join([*text[:4], speech, *text[4:]])


@pytest.mark.parametrize("note", NOTES)
def test_no_character_of_the_speech_goes_unasked_with_a_note(note):
    for page, at in spoilt(note):
        for fix in removal(page).made:
            assert at <= fix.span.start <= fix.span.end <= at + len(note), fix.span.of(page)


def test_most_notes_are_found_and_half_of_them_from_edge_to_edge():
    found, exact, tried = 0, 0, 0
    for note in NOTES:
        for page, at in spoilt(note):
            tried += 1
            spans = [fix.span for fix in removal(page).fixes]
            found += any(span.start < at + len(note) and at < span.end for span in spans)
            exact += any((span.start, span.end) == (at, at + len(note)) for span in spans)
    assert found >= LEAST_FOUND * tried, f"{found} of {tried}"
    assert exact >= LEAST_EXACT * tried, f"{exact} of {tried}"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("note", NOTES)
def test_nothing_goes_unasked_over_a_line_end(note, newline):
    for page, at in spoilt(note):
        cut = at + len(note) // 2
        raw = (page[:cut] + "\n" + page[cut:]).replace("\n", newline)
        assert not [fix.observed(raw) for fix in removal(raw).made if fix.rule == "single-note"]


@pytest.mark.parametrize(
    "speech",
    [
        "要办好政府网站，方便群众下载各类表格资料，不得要求群众关注公众号或者下载手机应用程序。",
        "各村要建好微信群，通知由村文书统一上传，外来的文章未经核实不得转载。",
        "县图书馆的文献资料要向群众免费开放，读者凭证件登记就可以查阅和复制。",
        "规定的书目一共十一篇，一篇一篇地读，读一篇写一篇心得。",
        "要加强版权保护，畅通举报渠道，打击网上侵权盗版，净化网络环境。",
        "县档案馆提供在线查询服务，群众登录网站就能查到自家的承包合同。",
    ],
)
def test_a_speech_may_talk_of_sites_and_documents(speech):
    raw = with_line(speech)
    assert [fix.span.of(raw) for fix in removal(raw).fixes] == []


def test_a_handbook_of_sites_is_left_alone():
    steps = [
        "先打开县里的写作网登录页面，再点击下载按钮，把文档下载到电脑上保存好",
        "用户上传文档以后要填写标题和关键词，网站审核通过以后才会在首页显示",
        "微信公众号的文章要转载必须先申请授权，后台会把白名单发给对方的账号",
        "网友在论坛里发帖求助，管理员把答案整理好以后放到资料库里供大家下载",
    ]
    raw = "办公室电脑使用手册\n" + "".join(f"{step}，做完一步再做下一步。\n" for step in steps * 3)
    assert not any(fix.rule == "single-note" for fix in removal(raw).fixes)


@pytest.mark.parametrize("address", ["bhxzw.com", "bai-hua.com.cn", "bhdoc.net"])
def test_a_bare_address_amid_a_sentence_is_asked_about_and_one_the_author_gives_is_not(address):
    asked = [removal(page).asked for page, _ in spoilt(address)]
    assert sum(bool(fixes) for fixes in asked) >= LEAST_EXACT * len(asked)
    given = f"具体的安排，请大家登录县政府网站{address}查看，也可以访问{address}了解农情。"
    assert not removal(with_line(given)).fixes
