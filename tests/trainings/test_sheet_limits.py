from coopnet.trainings.rules.sheet_parsing import MOST_SESSIONS
from tests.trainings.test_sheet_parsing import later, problems_of, usual


def test_too_many_sessions_of_one_training_are_said() -> None:
    rows = [later(date=f"{1 + n % 28:02}/{1 + n // 28 % 12:02}/2027") for n in range(MOST_SESSIONS)]
    assert (2, "error", "too_big") in problems_of(usual(), *rows)
    assert "too_big" not in {code for _, _, code in problems_of(usual(), *rows[1:])}
