"""What the addresses of clinic/knowledge answer."""

from expectations.answers import READERS, Expected

TOO_LITTLE = {"reviewer": (422, 422)}
"""A decision without its reason: the page comes back, so that the walk signs nothing."""
ROUTES = {
    "knowledge": Expected(READERS),
    "review_list": Expected(READERS),
    "shelf": Expected(READERS),
    "entry": Expected(READERS),
    "entry_versions": Expected(READERS),
    "compare_versions": Expected(READERS),
    "review_entry": Expected(post=TOO_LITTLE, data={"decision": "request changes"}, get_is_refused=True),
}
