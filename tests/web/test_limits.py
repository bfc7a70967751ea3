import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from coopnet.web import counters, limits
from coopnet.web.counters import Counters
from tests.rig.reader import Reader
from tests.web.trial import make_edge

LINKS = 10  # an hour, as `RATES` says


def database(app: Flask) -> Path:
    return Path(app.config["DATA"]) / "limits.db"


def count(reader: Reader, name: str = "rosa", **options: str) -> int:
    return reader.post(f"/ca/prova/comptada/{name}", environ_overrides=options or None).status_code


def codes(reader: Reader, times: int, name: str = "rosa", **options: str) -> list[int]:
    return [count(reader, name, **options) for _ in range(times)]


def test_what_is_done_too_often_has_to_wait(reader: Reader) -> None:
    assert codes(reader, LINKS + 1) == [200] * LINKS + [429]
    answer = reader.post("/ca/prova/comptada/rosa")
    assert 1 <= int(answer.headers["Retry-After"]) <= 3600
    assert 'lang="ca"' in answer.text
    assert count(reader, "anna") == 200


def test_writes_are_counted_by_address_on_every_page(edge: Flask, reader: Reader) -> None:
    edge.config["WRITES_PER_MINUTE"] = 3
    assert [reader.post("/ca/enlloc").status_code for _ in range(5)] == [404, 404, 404, 429, 429]
    assert reader.get("/ca/prova/").status_code == 200
    answer = reader.post("/ca/prova/formulari")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_readers_of_one_ipv6_network_are_one(edge: Flask, reader: Reader) -> None:
    edge.config["WRITES_PER_MINUTE"] = 2
    addresses = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"]
    assert [count(reader, REMOTE_ADDR=address) for address in addresses] == [200, 200, 429, 200]


def test_an_address_that_is_none_is_counted_too(edge: Flask, reader: Reader) -> None:
    edge.config["WRITES_PER_MINUTE"] = 1
    assert codes(reader, 2, REMOTE_ADDR="") == [200, 429]


def test_nobody_can_be_read_from_what_is_counted(edge: Flask, reader: Reader) -> None:
    count(reader, "rosa@example.org", REMOTE_ADDR="203.0.113.7")
    with sqlite3.connect(database(edge)) as kept:
        names = str(kept.execute("SELECT name FROM count").fetchall())
    assert names.count("LIMITER/") == 2
    assert "rosa" not in names
    assert "203.0.113" not in names


def test_counts_are_shared_by_all_processes(edge: Flask, reader: Reader) -> None:
    codes(reader, LINKS)
    other = make_edge(edge.config["DATA"], str(edge.config["SQLALCHEMY_DATABASE_URI"]))
    other.test_client_class = Reader
    assert count(other.test_client(), "rosa") == 429  # type: ignore[arg-type]


def test_a_refused_request_counts_though_nothing_of_it_is_committed(reader: Reader) -> None:
    """The count is kept outside the request's transaction."""
    assert [reader.post("/ca/prova/comptada/rosa").status_code for _ in range(LINKS)] == [200] * LINKS
    assert count(reader) == 429


@pytest.mark.parametrize("trouble", [sqlite3.OperationalError("database is locked"), OSError("no space")])
def test_counters_that_fail_let_the_person_through(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise trouble

    monkeypatch.setattr(Counters, "incr", fail)
    assert count(reader) == 200


def test_a_broken_file_lets_the_person_through(edge: Flask, tmp_path: Path) -> None:
    path = tmp_path / "limits.db"
    path.write_bytes(b"not a database, but long enough to be read as one" * 100)
    limiter = FixedWindowRateLimiter(Counters(path))
    with edge.test_request_context():
        edge.extensions["coopnet.limits"], kept = limiter, edge.extensions["coopnet.limits"]
        limits.check("links", "rosa")
        edge.extensions["coopnet.limits"] = kept


def test_a_redis_that_does_not_answer_lets_the_person_through(tmp_path: Path) -> None:
    app = make_edge(tmp_path, f"sqlite:///{tmp_path / 'coopnet.db'}", COOPNET_LIMITS_URL="redis://127.0.0.1:1/0")
    with app.test_request_context():
        limits.check("links", "rosa")


def test_a_count_begins_anew_when_its_time_is_over(edge: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1_000_000.0
    kept = Counters(database(edge))
    monkeypatch.setattr(Counters, "_now", lambda _self: moment)
    assert [kept.incr("a", 60), kept.incr("a", 60, 2), kept.incr("b", 60)] == [1, 3, 1]
    assert (kept.get("a"), kept.get_expiry("a")) == (3, moment + 60)
    moment += 60
    assert (kept.get("a"), kept.get("never")) == (0, 0)
    assert kept.incr("a", 60) == 1
    kept.clear("a")
    assert kept.get("a") == 0
    assert kept.check()


def test_what_is_over_is_swept_away(edge: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1_000_000.0
    kept = Counters(database(edge))
    monkeypatch.setattr(Counters, "_now", lambda _self: moment)
    kept.incr("old", 60)
    moment += 61
    monkeypatch.setattr(counters, "SWEEP_ONE_IN", 1)
    kept.incr("new", 60)
    with sqlite3.connect(database(edge)) as file:
        assert file.execute("SELECT name FROM count").fetchall() == [("new",)]


def test_our_counters_count_like_those_of_the_library(edge: Flask) -> None:
    rate = parse("3 per minute")
    ours = FixedWindowRateLimiter(Counters(database(edge)))
    theirs = FixedWindowRateLimiter(MemoryStorage())
    for _ in range(5):
        assert ours.hit(rate, "x") == theirs.hit(rate, "x")
        assert ours.get_window_stats(rate, "x").remaining == theirs.get_window_stats(rate, "x").remaining
