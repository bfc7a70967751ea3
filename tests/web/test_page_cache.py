import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import brotli  # type: ignore[import-untyped]
import pytest
from flask import Flask
from flask.testing import FlaskClient

from coopnet.foundation.db import in_transaction
from coopnet.foundation.generations import PROGRAMME, raise_generation
from coopnet.web import page_cache
from coopnet.web.generation_numbers import Numbers
from tests.rig.reader import Reader
from tests.web.trial import Board, both_engines

PAGE = "/ca/prova/"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"


def warm(reader: Reader, path: str = PAGE) -> None:
    """The first answer tells its scope, the second is kept."""
    for _ in range(2):
        assert reader.get(path).status_code == 200


def change(board: Board, text: str) -> None:
    board.text = text
    in_transaction(lambda: raise_generation(PROGRAMME))


def change_meanwhile(board: Board, text: str) -> None:
    """When the next page has been read from the tables, and before it is answered."""

    def commit() -> None:
        board.during.clear()
        change(board, text)

    board.during.append(commit)


@pytest.fixture
def look_ups(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Scopes whose number was asked for."""
    asked: list[str] = []
    read = Numbers.read

    def note(self: Numbers, scope: str) -> int | None:
        asked.append(scope)
        return read(self, scope)

    monkeypatch.setattr(Numbers, "read", note)
    return asked


@both_engines
def test_a_page_is_made_once_a_generation(edge: Flask, reader: Reader, board: Board, look_ups: list[str]) -> None:
    warm(reader)
    assert board.made == 2
    for _ in range(3):
        assert "<p>one</p>" in reader.get(PAGE).text
    assert board.made == 2
    change(board, "two")
    assert "<p>two</p>" in reader.get(PAGE).text
    assert "<p>two</p>" in reader.get(PAGE).text
    assert board.made == 3
    assert len(look_ups) == 6  # one a request, none for the first


@both_engines
def test_what_changes_while_a_page_is_made_shows_in_the_next(edge: Flask, reader: Reader, board: Board) -> None:
    warm(reader)
    change(board, "two")

    change_meanwhile(board, "three")
    assert "<p>two</p>" in reader.get(PAGE).text
    assert "<p>three</p>" in reader.get(PAGE).text


def test_without_reading_the_number_first_an_old_page_would_stay(
    reader: Reader, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The race with the guard off: the number is the one that stands after the page was made."""
    warm(reader)
    change(board, "two")
    read = Numbers.read
    monkeypatch.setattr(Numbers, "read", lambda self, scope: (read(self, scope) or 0) + 1)
    change_meanwhile(board, "three")
    reader.get(PAGE)
    monkeypatch.undo()
    assert "<p>two</p>" in reader.get(PAGE).text


def test_a_first_answer_is_never_kept(reader: Reader, board: Board) -> None:
    """Its scope was not known before it was made."""
    change_meanwhile(board, "two")
    assert "<p>one</p>" in reader.get(PAGE).text
    assert "<p>two</p>" in reader.get(PAGE).text


def test_a_page_is_made_again_in_the_next_minute(edge: Flask, reader: Reader, board: Board) -> None:
    moment = datetime(2027, 1, 14, 17, 0, 30, tzinfo=UTC)
    edge.config["CLOCK_OFFSET"] = moment - datetime.now(UTC)
    warm(reader)
    reader.get(PAGE)
    assert board.made == 2
    edge.config["CLOCK_OFFSET"] += timedelta(seconds=30)
    reader.get(PAGE)
    assert board.made == 3


READ = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize("accepted", ["", "gzip", "br", "gzip, deflate, br, zstd"])
def test_a_kept_page_is_the_same_to_the_byte(edge: Flask, reader: Reader, accepted: str) -> None:
    """Only pressed harder: what is sent often may take longer to make."""
    asked = {"Accept-Encoding": accepted}
    fresh, second, kept = (reader.get(PAGE, headers=asked) for _ in range(3))
    read = READ[kept.headers.get("Content-Encoding", "")]
    assert read(fresh.data) == read(second.data) == read(kept.data)
    assert len(fresh.data) >= len(second.data) == len(kept.data)
    said = [sorted(page.headers.keys()) for page in (fresh, second, kept)]
    assert said[0] == said[1] == said[2]
    assert fresh.headers["ETag"]
    page_cache.clear(edge)
    assert reader.get(PAGE, headers=asked).data == fresh.data


def test_each_browser_gets_the_page_as_it_can_read_it(reader: Reader) -> None:
    warm(reader)
    plain = reader.get(PAGE)
    assert "Content-Encoding" not in plain.headers
    for accepted, name, read in (
        ("gzip", "gzip", gzip.decompress),
        ("br", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
    ):
        answer = reader.get(PAGE, headers={"Accept-Encoding": accepted})
        assert answer.headers["Content-Encoding"] == name
        assert int(answer.headers["Content-Length"]) == len(answer.data) < len(plain.data)
        assert read(answer.data) == plain.data
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert reader.get(PAGE, headers={"Accept-Encoding": "zstd"}).data.startswith(ZSTD_MAGIC)


def test_who_has_the_page_already_gets_no_body(reader: Reader, board: Board) -> None:
    warm(reader)
    etag = reader.get(PAGE).headers["ETag"]
    for asked in (etag, f'"other", {etag}', etag.removeprefix("W/")):
        answer = reader.get(PAGE, headers={"If-None-Match": asked})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert "Content-Type" not in answer.headers
    assert reader.get(PAGE, headers={"If-None-Match": '"other"'}).status_code == 200
    change(board, "two")
    assert reader.get(PAGE, headers={"If-None-Match": etag}).status_code == 200


def test_head_is_answered_without_body(reader: Reader, board: Board) -> None:
    assert reader.head(PAGE).status_code == 200
    warm(reader)
    answer = reader.head(PAGE)
    assert answer.data == b""
    assert answer.headers["Content-Length"] == reader.get(PAGE).headers["Content-Length"]
    assert board.made == 3


def test_who_has_a_session_is_never_answered_from_the_cache(reader: Reader, board: Board) -> None:
    warm(reader)
    reader.get("/ca/prova/formulari")
    made = board.made
    reader.get(PAGE)
    assert board.made == made + 1
    reader.delete_cookie("coopnet")
    reader.set_cookie("other", "1")
    reader.get(PAGE)
    assert board.made == made + 1


@pytest.mark.parametrize("path", ["/ca/prova/amb-sessio", "/ca/prova/llegeix-sessio"])
def test_what_sets_or_reads_a_session_is_not_kept(edge: Flask, path: str) -> None:
    for _ in range(3):
        answer = edge.test_client().get(path)
        assert "Cookie" in answer.headers["Vary"]
        assert "ETag" not in answer.headers
    assert not page_cache.of_app(edge)._entries


def test_only_pages_that_say_so_are_kept(edge: Flask, reader: Reader) -> None:
    for path in ("/ca/prova/marc", "/ca/prova/secret/a/", "/ca/enlloc", "/ca/prova", "/healthz"):
        warm_codes = {reader.get(path).status_code for _ in range(3)}
        assert len(warm_codes) == 1
    assert not page_cache.of_app(edge)._entries


def test_each_address_is_its_own_page(reader: Reader, board: Board) -> None:
    for path in (PAGE, f"{PAGE}?tema=a", f"{PAGE}?tema=b", "/es/prova/"):
        warm(reader, path)
    assert board.made == 8


def test_a_forged_host_is_refused_also_where_a_page_is_kept(reader: Reader) -> None:
    warm(reader)
    assert reader.get(PAGE, headers={"Host": "evil.example"}).status_code == 400
    assert reader.get(PAGE).status_code == 200


def test_the_longest_unused_goes_first(edge: Flask, reader: Reader, board: Board) -> None:
    cache = page_cache.of_app(edge)
    warm(reader)
    size = cache._bytes
    most, cache._most_bytes = cache._most_bytes, 2 * size + 100
    try:
        warm(reader, f"{PAGE}?b")
        reader.get(PAGE)
        warm(reader, f"{PAGE}?c")
        assert [key.partition("?")[2] for key in cache._entries] == ["", "c"]
        assert cache._bytes == 2 * size
        cache._most_bytes = size - 1
        warm(reader, f"{PAGE}?d")
        assert "?d" not in str(cache._entries)
    finally:
        cache._most_bytes = most


def test_addresses_are_not_remembered_for_ever(edge: Flask, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "MOST_SCOPES", 2)
    monkeypatch.setattr(page_cache, "MOST_HOSTS", 0)
    for query in ("a", "b", "c", "d", "x" * page_cache.LONGEST_KEY):
        warm(reader, f"{PAGE}?{query}")
    cache = page_cache.of_app(edge)
    assert [key[-1] for key in cache._scopes] == [key[-1] for key in cache._entries] == ["c", "d"]
    assert cache._bytes == sum(entry.size for entry in cache._entries.values())


def test_without_the_number_nothing_is_answered_from_the_cache(
    reader: Reader, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(reader)
    monkeypatch.setattr(Numbers, "read", lambda _self, _scope: None)
    assert reader.get(PAGE).status_code == 200
    assert board.made == 3


@both_engines
def test_no_reader_sees_less_than_was_committed_before_asking(edge: Flask) -> None:
    """Many at once, while somebody writes: what the page shows is a number that the tables held after the question."""
    committed = 0

    def write() -> None:
        nonlocal committed
        for number in range(1, 61):
            with edge.app_context():
                in_transaction(lambda: raise_generation(PROGRAMME))
            committed = number

    def read() -> list[tuple[int, int]]:
        client, seen = FlaskClient(edge, edge.response_class), []
        while committed < 60:
            least = committed
            seen.append((least, int(client.get("/ca/prova/nombre").data)))
        return seen

    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(read) for _ in range(3)]
        threads.submit(write).result()
        seen = [each for reader in readers for each in reader.result()]
    assert seen
    assert [each for each in seen if each[1] < each[0]] == []
