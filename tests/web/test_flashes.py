from flask import Flask, flash

from coopnet.web.flashes import list_flashes


def test_a_reader_without_session_has_no_messages_and_none_is_looked_for(edge: Flask) -> None:
    with edge.test_request_context("/ca/prova/") as context:
        assert list_flashes(with_categories=True) == []
        assert context._session is not None
        assert not context._session.accessed


def test_who_has_a_session_reads_each_message_once(edge: Flask) -> None:
    with edge.test_request_context("/ca/prova/", headers={"Cookie": "coopnet=x"}):
        flash("Saved", "success")
        assert list_flashes(with_categories=True) == [("success", "Saved")]
        assert list_flashes() == ["Saved"]  # of this request
