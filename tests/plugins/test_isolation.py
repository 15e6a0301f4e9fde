"""Whatever a plug-in does, the text is cleaned as without it, and one notice tells about it."""

import time
import tomllib
from pathlib import Path

import pytest

from reader.pipeline import Cancelled, Engine
from reader.plugins.installed import installed
from reader.plugins.running import Plugins
from reader.text.section import NoticeKind

RAW = "关于开好会议的讲话\n同志们：\n今天开会,主要讲三点意见。第一，要提高认识；第二，要落实责任，务求取得实效。\n"
BAD = tomllib.loads((Path(__file__).parent / "bad.toml").read_text("utf-8"))["case"]

GOOD = """
from reader import Kind, Fix, Layer, Message, Safety, Span
class Detector:
    layer = Layer.CHARACTER
    def find(self, seen):
        print("this is no answer")
        at = seen.text.index("会议")
        return [Fix.replacing(span, "", Kind.OCR, "meeting", Message.of("seen"), safety=Safety.ASK, protected=False)
                for span in seen.spans(at, at + 2)]
"""


@pytest.mark.parametrize("case", BAD, ids=[case["label"] for case in BAD])
def test_a_bad_plugin_is_told_once_and_the_others_go_on(case, site):
    site.install("bad-package", "0.1", {"bad": "bad"}, {"bad": case["code"]})
    site.install("good-package", "0.1", {"zz-good": "good:Detector"}, {"good": GOOD})
    engine = Engine(suspects=False, plugins=Plugins(installed(), seconds=3))
    alone = Engine(suspects=False).analyse(RAW)
    for _ in range(2):
        analysis = engine.analyse(RAW)
        said = [str(notice.message) for notice in analysis.notices if notice.kind is NoticeKind.PLUGIN]
        assert len(said) == 1
        assert case["says"] in said[0]
        assert "plug-in bad " in said[0].lower()
        others = [fix for fix in analysis.fixes if not fix.rule.startswith("zz-good/")]
        assert others == list(alone.fixes)
        assert len(analysis.fixes) == len(others) + 1
        assert analysis.sections == alone.sections


def test_a_plugin_that_hung_is_not_asked_again_about_the_same_text(site):
    site.install("slow-package", "1", {"slow": "slow"}, {"slow": BAD[-4]["code"]})
    engine = Engine(suspects=False, plugins=Plugins(installed(), seconds=1))
    engine.analyse(RAW)
    fix = next(fix for fix in engine.analyse(RAW).fixes if fix.rule == "half-width")
    from reader.text.analysis import Standing

    begun = time.monotonic()
    analysis = engine.analyse(RAW, Standing(rejected=frozenset({fix.key})))
    assert time.monotonic() - begun < 1  # the second that the plug-in would take is not spent again
    assert [notice.kind for notice in analysis.notices if notice.kind is NoticeKind.PLUGIN]


def test_a_long_look_is_cancelled_and_the_next_answer_is_its_own(site):
    lazy = "import time\nclass Lazy(Detector):\n    def find(self, seen):\n        if 'now' not in seen.raw:\n"
    code = GOOD + lazy + "            time.sleep(600)\n        return super().find(seen)\n"
    site.install("slow-package", "1", {"slow": "slow:Lazy"}, {"slow": code})
    engine = Engine(suspects=False, plugins=Plugins(installed()))
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        engine.analyse(RAW, cancelled=lambda: time.monotonic() - begun > 1)
    assert any(fix.rule == "slow/meeting" for fix in engine.analyse("now" + RAW).fixes)
