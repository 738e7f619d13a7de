"""Both sides say yes before anything is shared: every history of moves, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.questions.mutual_consent import LASTS, ConsentStep, MatchState, Side, decide, is_shared

pytestmark = pytest.mark.pure
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
MAY = {
    (Side.OFFERER, ConsentStep.AGREE): MatchState.AGREED,
    (Side.OFFERER, ConsentStep.DECLINE): MatchState.DECLINED,
    (Side.ASKER, ConsentStep.TAKE_BACK): MatchState.TAKEN_BACK,
}


@pytest.mark.parametrize("current", list(MatchState))
@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("move", list(ConsentStep))
@pytest.mark.parametrize("is_old", [False, True])
def test_the_whole_matrix_of_who_may_do_what_when(current, side, move, is_old):
    now = START + (LASTS if is_old else timedelta(days=1))
    expected = None
    if current == MatchState.ASKED:
        expected = MAY.get((side, move)) if not is_old else None
        if is_old and (side, move) == (Side.SYSTEM, ConsentStep.EXPIRE):
            expected = MatchState.EXPIRED
    assert decide(current=current, side=side, move=move, asked_at=START, now=now) == expected


moves = st.lists(
    st.tuples(st.sampled_from(list(Side)), st.sampled_from(list(ConsentStep)), st.integers(0, 24 * 20)),
    max_size=20,
)


@given(moves)
def test_only_a_yes_of_the_offerer_in_time_ever_shares_anything(history):
    state, now, ended = MatchState.ASKED, START, None
    for side, move, hours in history:
        now += timedelta(hours=hours)
        target = decide(current=state, side=side, move=move, asked_at=START, now=now)
        if target is None:
            continue
        assert ended is None, "an end is an end"
        state = ended = target
        if is_shared(state):
            assert (side, move) == (Side.OFFERER, ConsentStep.AGREE)
            assert now < START + LASTS
    assert is_shared(state) == (ended == MatchState.AGREED)
