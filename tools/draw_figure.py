"""Draws the figure of Health A to Z anew from the body map, after a change there: python tools/draw_figure.py."""

import json
import os
from pathlib import Path

import myotome.clinic.health

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myotome.clinic.settings")

if __name__ == "__main__":
    import django

    django.setup()
    from myotome.clinic.health.drawing import drawn

    folder = Path(myotome.clinic.health.__file__).parent
    folder.joinpath("figure.json").write_text(json.dumps(drawn(), indent=1) + "\n", encoding="utf-8")
