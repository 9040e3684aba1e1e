"""Whatever the sizes of the groups, what is told lets nobody work out a group that is too small."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from posture_pal.cohort.hiding import FEWEST, hidden

pytestmark = pytest.mark.property

GROUPS = st.dictionaries(st.integers(0, 40), st.integers(0, 60), max_size=12)


@given(GROUPS)
def test_no_group_that_is_told_is_too_small(groups: dict[int, int]) -> None:
    untold = hidden(groups)
    assert all(count >= FEWEST for name, count in groups.items() if name not in untold and count)


@given(GROUPS)
def test_the_total_less_what_is_told_is_never_one_group_or_too_few_people(groups: dict[int, int]) -> None:
    untold = hidden(groups)
    people = {name: count for name, count in groups.items() if count}
    if untold and untold != people.keys():
        left = sum(people.values()) - sum(count for name, count in people.items() if name not in untold)
        assert len(untold) >= 2
        assert left >= FEWEST


@given(GROUPS)
def test_where_no_group_is_too_small_all_are_told(groups: dict[int, int]) -> None:
    large = {name: count for name, count in groups.items() if count >= FEWEST}
    assert hidden(large) == frozenset()


@given(GROUPS)
def test_no_more_than_needed_is_hidden(groups: dict[int, int]) -> None:
    untold = hidden(groups)
    more = [name for name in untold if groups[name] >= FEWEST]
    small = [name for name in untold if groups[name] < FEWEST]
    assert len(more) <= 2
    assert not more or small
