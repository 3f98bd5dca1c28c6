"""Rows that are written once: no change and no deletion, through the model or past it."""

from __future__ import annotations

from typing import Any

from django.db import models

from myotome.words.errors import UsageError


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A query set that reads and creates, and refuses the rest."""

    def update(self, **kwargs: Any) -> int:
        """Refused: what was written stays as it was written."""
        raise _written_once(self.model)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: a row is hidden by a later row that says who and why."""
        raise _written_once(self.model)


class AppendOnly(models.Model):
    """Base of every clinical row. The database refuses UPDATE and DELETE as well (see ``triggers``)."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; raises UsageError when it was written before."""
        if self.pk is not None and not self._state.adding:
            raise _written_once(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused; see ``AppendOnlyQuerySet.delete``."""
        raise _written_once(type(self))


def _written_once(model: type[models.Model]) -> UsageError:
    return UsageError(
        f"a row of {model.__name__} is written once",
        cure="Append a row that corrects or withdraws it.",
    )
