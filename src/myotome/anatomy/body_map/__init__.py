"""The body map: a figure from front and back with hands, feet and tongue, every muscle drawn, marked on one scale.

The drawings are tables (front.toml, back.toml and the insets). May import `words` and the muscles of `anatomy`.
"""

from myotome.anatomy.body_map.marks import Amount, Degree, Mark
from myotome.anatomy.body_map.page import draw_body_map
from myotome.anatomy.body_map.regions import RegionMark, find_region, map_regions, mark_regions
from myotome.anatomy.body_map.rows import Row, body_map_table
from myotome.anatomy.body_map.style import CSS

__all__ = [
    "CSS",
    "Amount",
    "Degree",
    "Mark",
    "RegionMark",
    "Row",
    "body_map_table",
    "draw_body_map",
    "find_region",
    "map_regions",
    "mark_regions",
]
