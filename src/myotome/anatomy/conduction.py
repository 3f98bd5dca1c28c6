"""What a routine nerve conduction study of each nerve records from. Source: conduction.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from myotome.words.shelf import read_book

Shares = Mapping[str, float]


@lru_cache(maxsize=1)
def sensory_studies() -> Mapping[str, Shares]:
    """Per nerve the skin areas that its sensory study records from, with shares that sum to 1."""
    return MappingProxyType(read_book("myotome.anatomy", "conduction.toml").content["sensory"])


@lru_cache(maxsize=1)
def motor_studies() -> Mapping[str, Shares]:
    """Per nerve the muscles that its motor study records from, with shares that sum to 1."""
    return MappingProxyType(read_book("myotome.anatomy", "conduction.toml").content["motor"])
