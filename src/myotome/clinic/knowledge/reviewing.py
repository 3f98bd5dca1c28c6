"""Reviewing the knowledge: the list of what is open, the decision, every text as it was, and two of them compared."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from myotome.clinic.doors import open_to, user_of
from myotome.clinic.knowledge.forms import review_form
from myotome.clinic.knowledge.review_rows import STATES, Wanted, families, review_rows
from myotome.clinic.knowledge.views import SHELVES, entry_response
from myotome.journey.knowledge_books import knowledge_file
from myotome.journey.knowledge_diff import compare
from myotome.journey.knowledge_facts import Fact, facts_of
from myotome.record.roles import Role
from myotome.record.shelf.reviews import decide, decisions_on, review_state_of, review_states
from myotome.record.shelf.sheets import SnapshotSheet
from myotome.record.shelf.snapshots import snapshot, snapshots_of
from myotome.wiring import knowledge
from myotome.words.errors import OutOfRange
from myotome.words.standing import Decision

VIEWS = {"unified": "In one column", "side": "Side by side"}


@open_to(Role.CLINICIAN, Role.REVIEWER)
def review_list(request: HttpRequest) -> HttpResponse:
    """Every file that is open, or what the filters ask for."""
    asked = request.GET
    wanted = Wanted(
        state=asked.get("state", "open") if asked.get("state", "open") in STATES else "open",
        shelf=asked.get("shelf", "") if asked.get("shelf", "") in SHELVES else "",
        family=asked.get("family", "")[:60],
        search=asked.get("search", "").strip()[:100],
        must_not_miss=asked.get("must_not_miss") == "yes",
    )
    context = {
        "rows": review_rows(review_states(), wanted),
        "wanted": wanted,
        "states": STATES,
        "shelves": {slug: label for slug, label in SHELVES.items() if slug != "findings"},
        "families": families(wanted.shelf),
    }
    return render(request, "knowledge/review_list.html", context)


@open_to(Role.REVIEWER)
@require_POST
def review(request: HttpRequest, shelf: str, slug: str) -> HttpResponse:
    """Take one decision; a form that says too little comes back with what is missing, below the text it is about."""
    sheet = review_state_of(shelf, slug)
    form = review_form(user_of(request), sheet, request.POST)
    if form.is_valid():
        try:
            after = decide(user_of(request), shelf, slug, form.opinion())
        except OutOfRange as error:
            form.add_error(None, error.sentence())
        else:
            messages.success(request, f"Your decision is recorded. {after.sentence}")
            return redirect("entry", shelf=shelf, slug=slug)
    return entry_response(request, shelf, slug, form)


@open_to(Role.CLINICIAN, Role.REVIEWER)
def versions(request: HttpRequest, shelf: str, slug: str) -> HttpResponse:
    """Every text that was ever served under this name; ``version`` is the hash of the one to show, the newest if left out."""
    file, kept = knowledge_file(shelf, slug), snapshots_of(shelf, slug)
    shown = snapshot(shelf, slug, request.GET["version"]) if request.GET.get("version") else kept[0]
    sections: dict[str, list[Fact]] = {}
    for fact in _facts(shown):
        sections.setdefault(fact.section, []).append(fact)
    decided = [one for one in decisions_on(shelf, slug) if one.review.sha256 == shown.sha256]
    context = {
        "shelf": shelf,
        "slug": slug,
        "title": SHELVES[shelf],
        "file": file,
        "kept": kept,
        "shown": shown,
        "in_use": shown.sha256 == file.sha256,
        "sections": list(sections.items()),
        "decisions": decided,
    }
    return render(request, "knowledge/versions.html", context)


@open_to(Role.CLINICIAN, Role.REVIEWER)
def compare_versions(request: HttpRequest, shelf: str, slug: str) -> HttpResponse:
    """Two texts compared, ``old`` and ``new`` by hash; without them the one last approved, or the one before, with the one in use."""
    file, kept = knowledge_file(shelf, slug), snapshots_of(shelf, slug)
    new = snapshot(shelf, slug, request.GET.get("new") or file.sha256)
    old = snapshot(shelf, slug, request.GET.get("old") or _usual_old(shelf, slug, kept, new.sha256))
    view = request.GET.get("view", "unified")
    context = {
        "shelf": shelf,
        "slug": slug,
        "title": SHELVES[shelf],
        "file": file,
        "kept": kept,
        "old": old,
        "new": new,
        "view": view if view in VIEWS else "unified",
        "views": VIEWS,
        "found": compare(_facts(old), _facts(new)),
    }
    return render(request, "knowledge/compare.html", context)


def _usual_old(shelf: str, slug: str, kept: tuple[SnapshotSheet, ...], new: str) -> str:
    hashes = {one.sha256 for one in kept} - {new}
    for one in decisions_on(shelf, slug):
        if one.review.decision is Decision.APPROVE and one.review.sha256 in hashes:
            return one.review.sha256
    return next((one.sha256 for one in kept if one.sha256 != new), new)


def _facts(kept: SnapshotSheet) -> tuple[Fact, ...]:
    return facts_of(kept.kind, kept.slug, kept.text, knowledge().vocabulary)
