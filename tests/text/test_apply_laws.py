"""Laws of applying fixes, against an account that counts character by character."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.text.apply import apply_fixes
from reader.text.fix import Kind, Safety
from reader.text.ledger import Ledger
from reader.text.source import Source
from tests.strategies import chosen, damaged, fixes, raw_texts
from tests.text.naive import collide, hides, naive_apply, naive_ledger

CROWDS = damaged().flatmap(lambda pair: st.tuples(st.just(pair[0]), chosen(pair[1])))


@given(raw_texts())
def test_rejecting_everything_gives_the_original_to_the_byte(raw):
    source = Source.of_text(raw)
    cleaned = apply_fixes(source.raw, [])
    assert cleaned.text == raw
    assert source.bom + cleaned.text.encode(source.encoding, "surrogatepass") == source.data


@given(CROWDS)
def test_text_and_fates_are_those_of_the_naive_account(crowd):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    naive = naive_apply(raw, list(found))
    assert cleaned.text == naive.text
    assert {fix.key for fix in cleaned.applied} == naive.applied
    starts = [(fix.edits[0].span.start, fix.edits[0].span.end) for fix in cleaned.applied]
    assert starts == sorted(starts)
    assert {fix.key for fix, _ in cleaned.asleep} == naive.asleep
    assert {fix.key for fix, _ in cleaned.set_aside} == naive.set_aside


@given(CROWDS)
def test_every_fix_is_in_exactly_one_class(crowd):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    silent = [fix for fix in found if not fix.edits]
    classes = [*cleaned.applied, *(f for f, _ in cleaned.asleep), *(f for f, _ in cleaned.set_aside), *silent]
    assert sorted(fix.key for fix in classes) == sorted(fix.key for fix in found)


@given(CROWDS, st.data())
def test_the_order_in_which_fixes_arrive_changes_nothing(crowd, data):
    raw, found = crowd
    # Two detectors may make the same fix, each with its own rule and confidence.
    twins = data.draw(st.lists(st.sampled_from(found), max_size=3)) if found else []
    twins = [_copy(fix, n) for n, fix in enumerate(twins)]
    shuffled = data.draw(st.permutations([*found, *twins]))
    assert apply_fixes(raw, shuffled) == apply_fixes(raw, [*found, *twins])


def _copy(fix, n):
    return replace(fix, rule=f"twin-{n}", confidence=(0.3, 0.9, 0.99)[n], safety=Safety(n))


@given(CROWDS)
def test_edits_in_effect_never_overlap(crowd):
    raw, found = crowd
    edits = [edit for fix in apply_fixes(raw, found).applied for edit in fix.edits]
    assert not any(collide(a, b) for n, a in enumerate(edits) for b in edits[:n])


@given(CROWDS)
def test_what_stands_in_the_way_is_named_and_applied(crowd):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    for fix, rival in cleaned.asleep:
        assert rival in cleaned.applied
        assert any(hides(rival, edit) for edit in fix.edits)
    for fix, rival in cleaned.set_aside:
        assert rival in cleaned.applied
        assert any(collide(mine, other) for mine in fix.edits for other in rival.edits)


@given(CROWDS)
def test_a_fix_that_sleeps_wakes_when_nothing_hides_it(crowd):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    for sleeper, _ in cleaned.asleep:
        kept = [fix for fix in found if fix is sleeper or not (fix.kind.removes or fix.kind is Kind.MANUAL)]
        kept = [f for f in kept if f is sleeper or not any(collide(a, b) for a in f.edits for b in sleeper.edits)]
        awake = apply_fixes(raw, kept)
        assert sleeper in awake.applied


@given(CROWDS)
def test_applied_fixes_alone_give_the_same_text(crowd):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    again = apply_fixes(raw, cleaned.applied)
    assert (again.text, again.offsets, again.applied) == (cleaned.text, cleaned.offsets, cleaned.applied)
    assert not again.asleep
    assert not again.set_aside


@given(CROWDS)
def test_the_ledger_adds_up_and_counts_every_character(crowd):
    raw, found = crowd
    cleaned = apply_fixes(raw, found)
    ledger = Ledger.of(raw, cleaned)
    kept, removed, changed, inserted = naive_ledger(naive_apply(raw, list(found)))
    assert ledger.adds_up
    assert (ledger.source, ledger.kept, ledger.inserted) == (len(raw), kept, inserted)
    assert (ledger.removed, ledger.changed) == (removed.total(), changed.total())
    assert ({k: n for k, n in ledger.removed_by.items() if n}, dict(ledger.changed_by)) == (removed, changed)


@given(raw_texts().flatmap(lambda raw: st.tuples(st.just(raw), fixes(raw))))
def test_a_fix_keeps_its_key_whatever_option_is_meant(case):
    _, fix = case
    for n in range(len(fix.options)):
        meant = fix.choosing(n)
        assert (meant.key, meant.edits, meant.replacement) == (fix.key, fix.options[n].edits, fix.options[n].text)
