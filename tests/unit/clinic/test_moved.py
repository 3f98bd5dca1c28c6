from typing import Any

from myotome.clinic.patient.moved import what_moved


def _content(
    causes: dict[str, float], findings: dict[str, bool], flags: tuple[str, ...] = (), pushes: Any = None
) -> dict[str, Any]:
    ranked = sorted(causes.items(), key=lambda pair: -pair[1])
    return {
        "causes": [
            {"slug": s, "label": s.upper(), "probability": p, "pushes": (pushes or {}).get(s, [])} for s, p in ranked
        ],
        "findings": [
            {
                "concept": c,
                "label": c.title(),
                "present": present,
                "site": "",
                "side": "unstated",
                "grade": "",
                "origin": "examined",
            }
            for c, present in findings.items()
        ],
        "red_flags": [{"slug": f, "label": f.upper()} for f in flags],
        "versions": {"knowledge": "1"},
    }


def test_nothing_moves_when_nothing_changed() -> None:
    """The same assessment twice: no move, no reason, no flag."""
    same = _content({"a": 0.7, "b": 0.2}, {"x": True}, ("f",))
    moved = what_moved(same, same)
    assert (moved.moves, moved.findings, moved.new_flags, moved.gone_flags, moved.versions_changed) == (
        (),
        (),
        (),
        (),
        False,
    )


def test_a_new_finding_is_the_reason_of_the_moves_it_pushed() -> None:
    """Each move names before, after, both places and the push of the new finding; small moves are left out."""
    before = _content({"a": 0.75, "b": 0.2, "c": 0.10}, {"x": True})
    after = _content(
        {"a": 0.3, "b": 0.6, "c": 0.102},
        {"x": True, "y": True},
        ("f",),
        {"a": [{"concept": "y", "decibans": -7.0}], "b": [{"concept": "y", "decibans": 7.5}]},
    )
    moved = what_moved(before, after)
    assert [(m.label, m.place_before, m.place_after, m.rose) for m in moved.moves] == [
        ("A", 1, 2, False),
        ("B", 2, 1, True),
    ]
    assert [(r.label, r.what, r.decibans) for r in moved.moves[0].reasons] == [("Y", "now found", -7.0)]
    assert moved.new_flags == ("F",)


def test_a_finding_turned_round_and_one_taken_out_are_told_apart() -> None:
    """Present to absent reads "now not found"; a withdrawn one "taken out", with the push it no longer gives."""
    before = _content({"a": 0.7}, {"x": True, "y": True}, ("f",), {"a": [{"concept": "y", "decibans": 6.0}]})
    after = _content({"a": 0.4}, {"x": False})
    moved = what_moved(before, after)
    assert {(f.label, f.what) for f in moved.findings} == {("X", "now not found"), ("Y", "taken out")}
    assert [(r.label, r.decibans) for r in moved.moves[0].reasons] == [("Y", -6.0)]
    assert moved.gone_flags == ("F",)
