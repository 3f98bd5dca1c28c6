"""weasyprint for tests that look at the printed page; where Pango is not on the machine they are skipped and say so."""

from __future__ import annotations

from typing import Any

import pytest


def weasyprint_or_skip(*, whole_file: bool = False) -> Any:
    """The module; ``whole_file``: skip every test of the file that asks."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # OSError: the package is there and the library of the system is not
        pytest.skip(
            f"needs weasyprint and Pango (Debian: libpangoft2-1.0-0): {type(error).__name__}",
            allow_module_level=whole_file,
        )
    return weasyprint
