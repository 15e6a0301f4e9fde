"""Rules in words: what kinds there are, what a rule says, where it holds."""

from __future__ import annotations

from reader.language import tr
from reader.text.rules import Rule, RuleKind, RuleScope


def kinds() -> dict[RuleKind, str]:
    """The kinds of rules as they are offered, in order."""
    return {
        RuleKind.CHANGE: tr("Always change"),
        RuleKind.NEVER: tr("Never report this change"),
        RuleKind.WORD: tr("Word that is right"),
        RuleKind.FURNITURE: tr("Not part of the text"),
        RuleKind.TEXT: tr("Part of the text"),
    }


def sentence(rule: Rule) -> str:
    """What the rule says."""
    text, new = f"{rule.before}{rule.text}{rule.after}", f"{rule.before}{rule.replacement}{rule.after}"
    match rule.kind:
        case RuleKind.CHANGE if not new:
            return tr("Always take out “{old}”", old=text)
        case RuleKind.CHANGE:
            return tr("Always change “{old}” to “{new}”", old=text, new=new)
        case RuleKind.NEVER:
            return tr("Never report “{old}” to “{new}”", old=text, new=new or "∅")
        case RuleKind.WORD:
            return tr("“{word}” is right", word=text)
        case RuleKind.FURNITURE if rule.whole_line:
            return tr("The line “{line}” is not part of the text", line=text)
        case RuleKind.FURNITURE:
            return tr("“{stretch}” is not part of the text", stretch=text)
        case RuleKind.TEXT if rule.whole_line:
            return tr("The line “{line}” is text", line=text)
        case RuleKind.TEXT:
            return tr("“{stretch}” is text", stretch=text)


def manner(rule: Rule) -> str:
    """How it is applied, where that is not plain from what it says."""
    said = []
    if rule.unasked:
        said.append(tr("without asking"))
    if rule.loose:
        said.append(tr("with any number"))
    return ", ".join(said)


def scope_name(scope: RuleScope) -> str:
    return tr("this document") if scope is RuleScope.DOCUMENT else tr("all texts")
