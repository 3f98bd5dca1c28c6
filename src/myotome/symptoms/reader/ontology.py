"""Reads names and exact synonyms of terms out of the text of hp.obo (Human Phenotype Ontology); the door brings the text."""

from __future__ import annotations

import re


def ontology_names(text: str) -> dict[str, tuple[str, ...]]:
    """HPO id -> name and exact synonyms; obsolete terms are left out."""
    names: dict[str, tuple[str, ...]] = {}
    for stanza in text.split("\n[Term]\n")[1:]:
        found = re.match(r"id: (HP:\d{7})\nname: (.+)", stanza)
        if found and "\nis_obsolete: true" not in stanza:
            exact = re.findall(r'^synonym: "([^"]+)" EXACT', stanza, re.MULTILINE)
            names[found.group(1)] = (found.group(2), *exact)
    return names
