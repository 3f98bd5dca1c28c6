"""Every filter of the worklist walks an index in the order of the list, from the first page and from any other."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("django")

from clinic_site import user

ITS_OWN = {"changed": "worklist_changed", "results": "worklist_results", "unsigned": "worklist_unsigned"}
"""Filters that may fit few of very many have an index that holds these only."""


@pytest.mark.parametrize("only", ["", "flagged", "changed", "results", "unsigned"])
@pytest.mark.parametrize("key", ["", json.dumps([50, "2026-06-15T00:00:00+00:00", 7])])
def test_a_filter_is_found_by_index_and_nothing_is_sorted(only: str, key: str) -> None:
    """The database sorts nothing and reads no table from end to end, so that a long list costs what a short one does."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from myotome.record.lists import worklist

    with CaptureQueriesContext(connection) as asked:
        worklist(user("clinician"), only=only, key=key)
    query = next(one["sql"] for one in asked if "ORDER BY" in one["sql"] and "record_worklistrow" in one["sql"])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a small table is read whole, whatever its indexes: only then may it not
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute(f"EXPLAIN {query}", None)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}", None)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "Sort" not in plan and "TEMP B-TREE" not in plan and "SCAN" not in plan, plan
    assert ITS_OWN.get(only, "worklist_order") in plan or connection.vendor == "postgresql", plan
    assert "worklist_" in plan, plan
