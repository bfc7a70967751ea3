from coopnet.trainings.rules.sheet_questions import MOST, read_questions


def test_a_question_needs_a_text() -> None:
    assert read_questions("|text curt|sí|") == ((), [("question_without_text", "|text curt|sí|")])


def test_too_many_questions_are_said_and_the_first_kept() -> None:
    found, wrong = read_questions(" // ".join(f"Pregunta {number}?" for number in range(MOST + 1)))
    assert len(found) == MOST
    assert wrong == [("too_big", str(MOST + 1))]
    assert read_questions(" // ".join(f"Pregunta {number}?" for number in range(MOST)))[1] == []
