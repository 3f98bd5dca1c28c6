"""Who to refer to, how soon, and what to send along: from the red flags first, then from the ranked causes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from myotome.causes.cause import Cause
from myotome.diagnosis.specialists import Directory, Specialist, load_directory
from myotome.symptoms.red_flags import RedFlag
from myotome.words.timeframe import Timeframe


@dataclass(frozen=True, slots=True)
class ReferTo:
    """One specialist: ``share`` of the weight of the causes (0 to 1), the causes that call for it, and the red flags
    that do.
    """

    specialist: Specialist
    share: float
    causes: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def slug(self) -> str:
        """Slug of the specialist."""
        return self.specialist.slug

    @property
    def label(self) -> str:
        """Label of the specialist."""
        return self.specialist.label


@dataclass(frozen=True, slots=True)
class Referral:
    """``to``: who finds the cause, first one first; ``also``: who treats and trains beside. ``why`` is one sentence."""

    to: tuple[ReferTo, ...]
    also: tuple[ReferTo, ...]
    urgency: Timeframe
    urgency_words: str
    send_along: tuple[str, ...]
    why: str

    @property
    def specialists(self) -> tuple[str, ...]:
        """Labels of everyone named, those who find the cause first."""
        return tuple(one.label for one in (*self.to, *self.also))


def refer(
    posteriors: Mapping[str, float],
    causes: Mapping[str, Cause],
    flags: Sequence[RedFlag] = (),
    orders_done: Collection[str] = (),
    directory: Directory | None = None,
) -> Referral:
    """Whom to refer to.

    ``posteriors`` holds P(cause present) by cause slug (0 to 1, they need not sum to 1); ``flags`` are the fired red
    flags, most urgent first; ``orders_done`` slugs of tests whose results exist. A red flag decides urgency and puts
    its specialists first; then comes who looks for a cause that must not be missed, which shortens the wait from the
    table's probability on. The wording never states a disease as certain.
    """
    table = directory or load_directory()
    weights = _weights(posteriors, causes, table)
    feared = _feared(posteriors, causes, table.settings.must_not_miss_from)
    called = _called(flags, [causes[slug] for slug in feared], table)
    ranked = sorted({*weights, *called}, key=lambda slug: (*_place(slug, called), -weights.get(slug, 0.0), slug))
    people = [_refer_to(slug, weights, posteriors, causes, flags, table) for slug in ranked]
    chosen = [one for one in people if one.slug in called or one.share >= table.settings.least_share]
    to = tuple(one for one in chosen if one.specialist.role == "diagnosis")[
        : max(table.settings.most_specialists, len(called))
    ]
    also = tuple(one for one in chosen if one.specialist.role == "therapy")[: table.settings.most_specialists]
    home = tuple(one for one in chosen if one.specialist.role == "home")
    if not to and home:
        to = home[:1]
    urgency = _urgency(posteriors, causes, flags, table)
    return Referral(
        to=to,
        also=also,
        urgency=urgency,
        urgency_words=table.urgency[urgency],
        send_along=_send_along(to, posteriors, causes, orders_done),
        why=_why(to, posteriors, causes, flags, table, urgency),
    )


def _weights(posteriors: Mapping[str, float], causes: Mapping[str, Cause], table: Directory) -> dict[str, float]:
    weights: dict[str, float] = {}
    for slug, chance in posteriors.items():
        place = 0
        for name in causes[slug].specialists if slug in causes else ():
            if role := _role(name, table):
                weights[name] = weights.get(name, 0.0) + chance * table.settings.weight_of_next**place
                place += role == "diagnosis"
    return weights


def _called(flags: Sequence[RedFlag], feared: Sequence[Cause], table: Directory) -> list[str]:
    by_flag = [name for flag in flags for name in table.flags.get(flag.slug, ())]
    finders = ([name for name in cause.specialists if _role(name, table) == "diagnosis"] for cause in feared)
    return list(dict.fromkeys((*by_flag, *(names[0] for names in finders if names))))


def _role(name: str, table: Directory) -> str:
    return table.specialists[name].role if name in table.specialists else ""


def _place(slug: str, called: list[str]) -> tuple[int, int]:
    return (0, called.index(slug)) if slug in called else (1, 0)


def _refer_to(
    slug: str,
    weights: Mapping[str, float],
    posteriors: Mapping[str, float],
    causes: Mapping[str, Cause],
    flags: Sequence[RedFlag],
    table: Directory,
) -> ReferTo:
    specialist = table.specialists[slug]
    total = sum(weight for name, weight in weights.items() if table.specialists[name].role == specialist.role)
    naming = sorted(
        (c for c in posteriors if c in causes and slug in causes[c].specialists), key=lambda c: -posteriors[c]
    )
    calling = tuple(flag.slug for flag in flags if slug in table.flags.get(flag.slug, ()))
    return ReferTo(specialist, weights.get(slug, 0.0) / total if total else 0.0, tuple(naming[:3]), calling)


def _urgency(
    posteriors: Mapping[str, float], causes: Mapping[str, Cause], flags: Sequence[RedFlag], table: Directory
) -> Timeframe:
    found = [flag.timeframe for flag in flags]
    if _feared(posteriors, causes, table.settings.must_not_miss_from):
        found.append(table.settings.must_not_miss_urgency)
    return min((*found, table.settings.usual_urgency), key=lambda urgency: urgency.rank)


def _feared(posteriors: Mapping[str, float], causes: Mapping[str, Cause], least: float) -> list[str]:
    slugs = (
        slug for slug, chance in posteriors.items() if chance >= least and slug in causes and causes[slug].must_not_miss
    )
    return sorted(slugs, key=lambda slug: -posteriors[slug])


def _send_along(
    to: Sequence[ReferTo], posteriors: Mapping[str, float], causes: Mapping[str, Cause], orders_done: Collection[str]
) -> tuple[str, ...]:
    wanted = [item for one in to for item in one.specialist.send]
    leading = sorted((slug for slug in posteriors if slug in causes), key=lambda slug: -posteriors[slug])[:3]
    settling = dict.fromkeys(test for slug in leading for test in causes[slug].settling_tests if test in orders_done)
    return tuple(dict.fromkeys((*(f"result of {test.replace('_', ' ')}" for test in settling), *wanted)))


def _why(
    to: Sequence[ReferTo],
    posteriors: Mapping[str, float],
    causes: Mapping[str, Cause],
    flags: Sequence[RedFlag],
    table: Directory,
    urgency: Timeframe,
) -> str:
    words = table.urgency[urgency]
    who = " and ".join(one.label for one in to[:2]) or "No specialist"
    if flags:
        return f"{who}, {words}: {flags[0].label[0].lower()}{flags[0].label[1:]}, because {flags[0].because[0]}."
    leading = sorted((slug for slug in posteriors if slug in causes), key=lambda slug: -posteriors[slug])[:2]
    named = " and ".join(f"{causes[slug].label} ({_percent(posteriors[slug])})" for slug in leading)
    feared = _feared(posteriors, causes, table.settings.must_not_miss_from)
    hurry = f"; {causes[feared[0]].label} must not be missed" if feared else ""
    return f"{who}, {words}: the findings fit {named} best{hurry}." if named else f"{who}, {words}."


def _percent(p: float) -> str:
    """A probability as whole per cents that never say 0 or 100."""
    return ">99 %" if p >= 0.995 else "<1 %" if p < 0.005 else f"{100 * p:.0f} %"
