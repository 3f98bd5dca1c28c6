"""Nerves, their branches in order, and what a lesion at a site takes and spares."""

from __future__ import annotations

import pytest

from myotome.anatomy.muscles import muscles, single_muscles
from myotome.anatomy.nerves import below, nerve_named, nerves, trunk_nerve
from myotome.anatomy.pathways import plexus_parts
from myotome.words.errors import UnknownName


def taken(nerve: str, site: str) -> set[str]:
    return {item.slug for item in below(nerve, site) if item.kind == "muscle"}


def test_an_unknown_site_is_refused() -> None:
    """A site that the nerve does not pass raises and names those that it does."""
    with pytest.raises(UnknownName, match="spiral_groove"):
        below("radial", "carpal_tunnel")


@pytest.mark.parametrize(
    ("nerve", "site", "spared", "lost"),
    [
        ("radial", "spiral_groove", {"triceps_brachii"}, {"brachioradialis", "extensor_digitorum"}),
        ("posterior_interosseous", "arcade_of_frohse", {"extensor_carpi_radialis", "supinator"}, {"extensor_indicis"}),
        ("median", "carpal_tunnel", {"pronator_teres", "flexor_pollicis_longus"}, {"abductor_pollicis_brevis"}),
        ("median", "pronator", {"pronator_teres"}, {"flexor_pollicis_longus", "abductor_pollicis_brevis"}),
        ("ulnar", "wrist", {"flexor_carpi_ulnaris", "flexor_digitorum_profundus_4_5"}, {"first_dorsal_interosseous"}),
        ("ulnar", "palm", {"abductor_digiti_minimi"}, {"first_dorsal_interosseous", "adductor_pollicis"}),
        ("suprascapular", "spinoglenoid_notch", {"supraspinatus"}, {"infraspinatus"}),
        ("common_fibular", "fibular_head", {"biceps_femoris_short_head", "tibialis_posterior"}, {"tibialis_anterior"}),
        ("femoral", "inguinal_ligament", {"iliopsoas"}, {"rectus_femoris"}),
        ("tibial", "tarsal_tunnel", {"gastrocnemius_medial", "flexor_hallucis_longus"}, {"abductor_hallucis"}),
    ],
)
def test_a_lesion_spares_the_branches_above_it(nerve: str, site: str, spared: set[str], lost: set[str]) -> None:
    """The textbook pairs that tell sites on one nerve apart (Preston & Shapiro)."""
    assert not taken(nerve, site) & spared
    assert lost <= taken(nerve, site)


def test_back_of_the_hand_is_spared_at_the_wrist_and_numb_at_the_elbow() -> None:
    """The dorsal ulnar cutaneous branch leaves before Guyon's canal."""
    skin = {site: {i.slug for i in below("ulnar", site) if i.kind == "skin"} for site in ("elbow", "wrist")}
    assert "back_of_hand_little_finger_side" in skin["elbow"] - skin["wrist"]


def test_the_muscle_table_and_the_nerve_table_agree() -> None:
    """Every muscle hangs on exactly the nerves that its row names, and on no other."""
    for muscle in single_muscles():
        hangs_on = {item.nerve for slug in nerves() for item in below(slug) if item.slug == muscle.slug}
        assert hangs_on == set(muscle.nerves), muscle.slug


def test_plexus_parts_of_muscles_follow_from_nerve_and_root() -> None:
    """Trunks, cords and plexus written in the muscle table are those that the routes give."""
    for muscle in single_muscles():
        derived = {part for nerve in muscle.nerves for root in muscle.roots for part in plexus_parts(nerve, root)}
        written = set(muscle.plexus) - {"brachial_roots", "cervical_plexus"}
        assert {part for part in derived if "division" not in part} == written, muscle.slug


@pytest.mark.parametrize(
    ("nerve", "root", "parts"),
    [
        ("dorsal_scapular", "C5", ()),
        ("suprascapular", "C5", ("upper_trunk",)),
        ("radial", "C7", ("middle_trunk", "middle_trunk_posterior_division", "posterior_cord")),
        ("median", "C6", ("upper_trunk", "upper_trunk_anterior_division", "lateral_cord")),
        ("median", "T1", ("lower_trunk", "lower_trunk_anterior_division", "medial_cord")),
        ("femoral", "L3", ("lumbar_plexus",)),
        ("deep_fibular", "L5", ("lumbosacral_trunk", "sacral_plexus")),
    ],
)
def test_fibres_take_the_known_way_through_the_plexus(nerve: str, root: str, parts: tuple[str, ...]) -> None:
    """Roots reach nerves through the trunks, divisions and cords of the anatomy books."""
    assert plexus_parts(nerve, root) == parts


def test_peroneal_and_fibular_are_one_nerve() -> None:
    """Old and new names lead to the same row; branches know the nerve they come from."""
    assert nerve_named("common peroneal nerve").slug == nerve_named("fibular").slug == "common_fibular"
    assert trunk_nerve("posterior_interosseous").slug == "radial"
    assert trunk_nerve(muscles()["tibialis_anterior"].nerve).slug == "sciatic"
