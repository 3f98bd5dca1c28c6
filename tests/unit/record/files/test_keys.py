from __future__ import annotations

import base64
from pathlib import Path

import pytest

pytest.importorskip("cryptography")


def _text(letter: bytes) -> str:
    return base64.urlsafe_b64encode(letter * 32).decode()


def test_the_demo_says_that_its_key_is_public() -> None:
    """Nobody takes the demo's encryption for one."""
    from myotome.record.files.keys import DEMO_KEY, key_notice, site_keys

    assert site_keys() == (DEMO_KEY,) and "everybody knows" in key_notice()


def test_a_real_site_never_uses_the_demos_key(tmp_path: Path) -> None:
    """Without a key in the environment it makes one of its own, once, readable by its owner only, and says where it lies."""
    from django.test import override_settings

    from myotome.record.files.keys import DEMO_KEY, key_notice, site_keys

    with override_settings(DEMO=False, DATA=tmp_path, FILE_KEY=""):
        first = site_keys()
        assert site_keys() == first and first != (DEMO_KEY,)
        assert (tmp_path / "file-key").stat().st_mode & 0o077 == 0
        assert [path.name for path in tmp_path.iterdir()] == ["file-key"]
        assert "same folder" in key_notice()


def test_keys_of_the_environment_come_first_and_in_their_order(tmp_path: Path) -> None:
    """The first seals; nothing is made in the folder and nothing has to be said."""
    from django.test import override_settings

    from myotome.record.files.keys import key_notice, site_keys
    from myotome.words.errors import UsageError

    with override_settings(DEMO=False, DATA=tmp_path, FILE_KEY=f"{_text(b'n')}, {_text(b'o')}"):
        assert [key.secret[:1] for key in site_keys()] == [b"n", b"o"]
        assert key_notice() == "" and list(tmp_path.iterdir()) == []
    with override_settings(FILE_KEY="too short"), pytest.raises(UsageError, match="Make one with"):
        site_keys()
