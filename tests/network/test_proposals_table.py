"""Where a proposal can go from where."""

from coopnet.network.rules.proposals import STANDING, WAITING, Act, Side, State, next_state


def test_every_state_is_reached_and_what_ended_stays_so() -> None:
    leads = {(State.PROPOSED, frozenset[Side]())}
    for _step in range(4):
        for state, accepted in tuple(leads):
            for act in Act:
                for side in Side:
                    after = next_state(state, act, side=side, accepted=accepted)
                    if after is not None:
                        leads.add((after, accepted | {side} if act == Act.ACCEPT else accepted))
    assert {state for state, _accepted in leads} == set(State)
    for state in set(State) - STANDING:
        assert next_state(state, Act.ACCEPT, side=Side.ASKER) is None
    assert WAITING < STANDING
