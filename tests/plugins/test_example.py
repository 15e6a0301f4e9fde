"""The example package, as the manual shows it: found by its entry point, run at its layer, asked unless trusted."""

import importlib.util
import sys
from pathlib import Path

import pytest

import reader
from reader.batch.plan import Job
from reader.batch.run import run
from reader.batch.settings import Settings, fingerprint
from reader.pipeline import Engine
from reader.plugins import Detector
from reader.plugins.installed import Plugin, installed
from reader.plugins.running import Plugins
from reader.review.session import ReviewSession
from reader.store.export import Format
from reader.text.fix import Safety
from reader.text.projection import Projection
from reader.text.section import NoticeKind
from reader.text.source import Source

RAW = (
    "关于开好会议的讲话\n同志们：\n二○一○年三月我们开会,二OO九年也开过会，二〇XX年还要开会。"
    "第一，要提高认识；第二，要落实责任，务求取得实效。\n本文档由会员上传，下载文档请登录账号二○一三年\n"
)


def analysed(trusted=()):
    return Engine(suspects=False, plugins=Plugins(installed(), trusted)).analyse(RAW)


def test_it_is_found_and_not_loaded(site):
    site.install_example()
    assert installed() == (Plugin("years", "jiaodu_years", "jiaodu-years", "1.0"),)
    assert "jiaodu_years" not in sys.modules


def test_its_findings_are_asked_under_its_name(site):
    site.install_example()
    analysis = analysed()
    found = [fix for fix in analysis.fixes if fix.rule == "years/zero"]
    assert [(fix.observed(RAW), fix.replacement) for fix in found] == [("○○", "〇〇"), ("OO", "〇〇")]
    assert all(fix.safety is Safety.ASK and fix.protected for fix in found)
    assert str(found[0].reason) == "Plug-in years: A zero in Chinese numerals is written 〇."
    (masked,) = [notice for notice in analysis.notices if "years" in str(notice.message)]
    assert (masked.kind, masked.span.of(RAW)) == (NoticeKind.MASKED, "XX")
    session = ReviewSession(Source.of_text(RAW), analysis)
    assert "二○一○年" in session.cleaned.text
    session.accept(found[0])
    assert "二〇一〇年" in session.cleaned.text


def test_one_that_is_trusted_does_what_it_says(site):
    site.install_example()
    text = ReviewSession(Source.of_text(RAW), analysed(["years"])).cleaned.text
    assert "二〇一〇年三月我们开会，二〇〇九年也开过会，" in text


def test_what_is_removed_is_not_there_for_it(site):
    site.install_example()
    at = RAW.index("本文档")
    assert not any(fix.span.start > at for fix in analysed().fixes if fix.rule.startswith("years"))


def test_it_is_a_detector_also_without_the_program_around_it():
    path = Path(__file__).parent / "example_package" / "jiaodu_years.py"
    spec = importlib.util.spec_from_file_location("jiaodu_years_alone", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert isinstance(module, Detector)
    (fix,) = module.find(Projection.of("二○一○年"))
    assert fix.replacement == "〇〇"


@pytest.mark.parametrize("packages", [("a-package", "b-package"), ("b-package", "a-package")])
def test_two_of_one_name_are_told_apart_whatever_the_order(packages, site):
    for package in packages:
        site.install(package, "1", {"same": f"of_{package[0]}"}, {})
    assert [plugin.name for plugin in installed()] == ["same", "same@b-package"]


def test_the_library_asks_it_unless_told_otherwise(site):
    site.install_example()
    review = reader.clean(RAW, suspects=False)
    asked = [fix for fix in review.pending if fix.rule == "years/zero"]
    assert len(asked) == 2
    assert review.accept_all() == ()  # nobody measured how often it is right
    assert "二〇一〇年" in reader.clean(RAW, suspects=False, trusted=["years"]).text
    assert "二○一○年" in reader.clean(RAW, suspects=False, accept="sure", threshold=0).text
    plain = reader.clean(RAW, suspects=False, plugins=False)
    assert not any(fix.rule.startswith("years") for fix in plain.fixes)
    with pytest.raises(TypeError, match="several names"):
        reader.clean(RAW, trusted="years")


def test_a_batch_that_begins_anew_knows_other_plugins(site):
    settings = Settings()
    before = fingerprint(settings, "1")
    site.install_example()
    sys.path.insert(0, str(site.folder / "other"))
    try:
        assert fingerprint(settings, "1") != before
        assert fingerprint(Settings(plugins=False), "1") == fingerprint(Settings(plugins=False), "1")
        assert fingerprint(Settings(trusted=("years",)), "1") != fingerprint(settings, "1")
    finally:
        sys.path.pop(0)


def test_processes_of_a_batch_ask_it_too(site, tmp_path):
    site.install_example()
    for number in range(2):
        (tmp_path / f"{number}.txt").write_text(RAW, encoding="utf-8")
    jobs = [Job(tmp_path / f"{number}.txt", f"{number}.txt") for number in range(2)]
    settings = Settings(Format.JSON, lines=True, suspects=False, trusted=("years",))
    outcomes = list(run(jobs, settings, 2))
    assert all("二〇一〇年三月" in outcome.data.decode() for outcome in outcomes)
