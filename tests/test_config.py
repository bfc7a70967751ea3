"""Settings: what is wrong is named at start, everything at once."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from config import Config, ConfigProblem
from coopnet.foundation import clock, served

GOOD_SECRET = "f3Zr8-kQ1vTn6_yLw0uXb7Hc9sJd2mPgAe5oRiKx"
PRODUCTION = {
    "COOPNET_ENV": "production",
    "COOPNET_SECRET": GOOD_SECRET,
    "COOPNET_BASE_URL": "https://coopnet.example.org",
}

PATTERNS = (
    "0123456789abcdef0123456789abcdef",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "correct-horse-" * 3,
    "change-me-please-change-me-please",
)


def read(tmp_path: Path, **env: str) -> Config:
    return Config.from_env({"COOPNET_DATA": str(tmp_path), **env})


def problems(tmp_path: Path, **env: str) -> list[str]:
    with pytest.raises(ConfigProblem) as raised:
        read(tmp_path, **env)
    return str(raised.value).splitlines()


def test_nothing_needs_to_be_set_in_development(tmp_path: Path) -> None:
    config = read(tmp_path)
    assert config.environment == "development"
    assert config.database_url == f"sqlite:///{tmp_path / 'coopnet.db'}"
    assert config.base_url == "http://localhost:5000"
    assert config.writes_per_minute == 600
    assert not config.is_demo


def test_links_lead_to_where_the_instance_is_served(tmp_path: Path) -> None:
    served.note_port(tmp_path, 5101)
    assert read(tmp_path).base_url == "http://localhost:5101"
    assert read(tmp_path, PORT="5102").base_url == "http://localhost:5102"
    assert read(tmp_path, COOPNET_BASE_URL="https://coopnet.example.org").base_url == "https://coopnet.example.org"
    (tmp_path / served.PORT_FILE).write_text("five thousand")
    assert read(tmp_path).base_url == "http://localhost:5000"


def test_a_development_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    assert read(tmp_path).secret == read(tmp_path).secret
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    named = problems(
        tmp_path,
        COOPNET_ENV="production",
        COOPNET_SECRET="changeme",
        COOPNET_BASE_URL="coopnet.example.org/x",
        DATABASE_URL="mysql://x",
        COOPNET_NOW="2027-01-14",
        COOPNET_PROXIES="-1",
        COOPNET_SMTP_URL="mail.example.org",
        COOPNET_DISTRICT="atlantis",
    )
    assert {line.partition(":")[0] for line in named} == {
        "COOPNET_SECRET",
        "COOPNET_BASE_URL",
        "DATABASE_URL",
        "COOPNET_NOW",
        "COOPNET_PROXIES",
        "COOPNET_SMTP_URL",
        "COOPNET_DISTRICT",
    }


@pytest.mark.parametrize("secret", ["", "short", "a" * 64, "Password", "abcabcabc" * 8, *PATTERNS])
def test_production_refuses_a_missing_or_weak_secret(tmp_path: Path, secret: str) -> None:
    named = problems(tmp_path, **{**PRODUCTION, "COOPNET_SECRET": secret})
    assert len(named) == 1
    assert named[0].startswith("COOPNET_SECRET")


def test_a_refused_secret_is_not_printed(tmp_path: Path) -> None:
    assert "hunter2hunter2" not in "\n".join(problems(tmp_path, **{**PRODUCTION, "COOPNET_SECRET": "hunter2hunter2"}))


def test_production_starts_with_good_settings(tmp_path: Path) -> None:
    settings = read(tmp_path, **PRODUCTION).as_flask()
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["TRUSTED_HOSTS"] == ["coopnet.example.org"]
    assert settings["IS_PRODUCTION"] is True


def test_what_chance_makes_is_no_pattern(tmp_path: Path) -> None:
    for make in (secrets.token_hex, secrets.token_urlsafe):
        secret = make(32)
        assert read(tmp_path, **{**PRODUCTION, "COOPNET_SECRET": secret}).secret == secret


def test_production_refuses_the_examples_owner_and_contacts_each_by_its_name(tmp_path: Path) -> None:
    named = problems(tmp_path, **{**PRODUCTION, "COOPNET_BASE_URL": "http://coopnet.cat"})
    assert {line.partition(":")[0] for line in named} == {"COOPNET_BASE_URL", "COOPNET_DISTRICT", "COOPNET_SMTP_URL"}
    told = "\n".join(named)
    for example in (
        "is_example",
        "house_legal_name",
        "G00000000",
        "+34 930 000 000",
        "hola@coopnet.example.org",
        "dades@coopnet.example.org",
    ):
        assert example in told


@pytest.mark.parametrize("url", ["http://localhost:5000", "http://127.0.0.1:8000", "http://[::1]", "http://x.test"])
def test_where_nobody_else_comes_production_may_be_tried_with_examples_and_without_https(
    tmp_path: Path, url: str
) -> None:
    assert read(tmp_path, **{**PRODUCTION, "COOPNET_BASE_URL": url}).base_url == url


def test_what_says_on_every_page_that_it_is_a_demo_may_have_the_examples_owner(tmp_path: Path) -> None:
    assert read(tmp_path, **{**PRODUCTION, "COOPNET_BASE_URL": "https://demo.coopnet.cat", "DEMO": "1"}).is_demo


def test_production_wants_its_base_address_said(tmp_path: Path) -> None:
    """Who has not said that it is only tried hears at once of all that a real one needs."""
    named = problems(tmp_path, COOPNET_ENV="production", COOPNET_SECRET=GOOD_SECRET)
    settings = [line.partition(":")[0] for line in named]
    assert settings == ["COOPNET_BASE_URL", *["COOPNET_DISTRICT"] * 7, "COOPNET_SMTP_URL"]


def test_production_does_not_keep_letters_that_nobody_gets(tmp_path: Path) -> None:
    real = {**PRODUCTION, "COOPNET_BASE_URL": "https://coopnet.cat"}
    assert "COOPNET_SMTP_URL: is missing: no letter would leave" in problems(tmp_path, **real)
    named = problems(tmp_path, **real, COOPNET_SMTP_URL="smtps://localhost")
    assert not [line for line in named if "SMTP" in line]
    assert read(tmp_path, **PRODUCTION).smtp_url == ""  # only tried: who tries it reads the files


def test_what_the_web_server_is_told_is_looked_at_with_the_rest(tmp_path: Path) -> None:
    named = problems(tmp_path, PORT="99999", SERVER_WORKERS="0", SERVER_THREADS="x", COOPNET_PROXIES="y")
    assert sorted(line.partition(":")[0] for line in named) == [
        "COOPNET_PROXIES",
        "PORT",
        "SERVER_THREADS",
        "SERVER_WORKERS",
    ]


def test_the_clock_of_production_cannot_be_moved(tmp_path: Path) -> None:
    named = problems(tmp_path, **PRODUCTION, COOPNET_NOW="2027-01-14T18:00:00+01:00")
    assert [line.partition(":")[0] for line in named] == ["COOPNET_NOW"]


def test_a_moved_clock_runs_on_and_web_and_worker_agree(tmp_path: Path) -> None:
    wanted = datetime(2027, 1, 14, 17, 0, tzinfo=UTC)
    started = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    for later in (timedelta(), timedelta(hours=5)):  # the worker starts five hours after the web server
        with time_machine.travel(started + later, tick=False):
            assert clock.kept_offset(wanted, tmp_path) == wanted - started


def test_who_says_nothing_follows_the_moved_clock_until_it_goes_back(tmp_path: Path) -> None:
    def offset(**env: str) -> object:
        return read(tmp_path, **env).as_flask()["CLOCK_OFFSET"]

    assert offset() == timedelta()
    moved = offset(COOPNET_NOW="2027-01-14T18:00:00+01:00")
    assert moved
    assert offset() == moved
    assert read(tmp_path, **PRODUCTION).as_flask()["CLOCK_OFFSET"] == timedelta()
    assert offset(COOPNET_NOW="now") == timedelta()
    assert offset() == timedelta()


def test_what_runs_follows_who_moves_the_clock(tmp_path: Path) -> None:
    running, in_production = (read(tmp_path, **env).as_flask() for env in ({}, PRODUCTION))

    def is_ahead(config: dict[str, object]) -> bool:
        return clock.now_of(config) - datetime.now(UTC) > timedelta(days=300)

    assert not is_ahead(running)
    for year in (3027, 3028):  # also when it was moved already
        read(tmp_path, COOPNET_NOW=f"{year}-01-14T18:00:00+01:00").as_flask()
        assert clock.now_of(running).year == year
    assert not is_ahead(in_production)
    read(tmp_path, COOPNET_NOW="now").as_flask()
    assert not is_ahead(running)


@pytest.mark.parametrize("where", ["a-file", "a-file/below"])
def test_a_folder_in_which_nothing_can_be_kept_is_named(tmp_path: Path, where: str) -> None:
    (tmp_path / "a-file").write_text("x")
    named = problems(tmp_path, COOPNET_DATA=str(tmp_path / where))
    assert [line.partition(":")[0] for line in named] == ["COOPNET_DATA"]


def test_another_moment_moves_the_clock_again(tmp_path: Path) -> None:
    first = clock.kept_offset(datetime(2027, 1, 14, tzinfo=UTC), tmp_path)
    second = clock.kept_offset(datetime(2027, 2, 14, tzinfo=UTC), tmp_path)
    assert timedelta(days=30) < second - first < timedelta(days=32)


def test_a_relative_sqlite_path_stands_beside_the_code_not_in_the_instance_folder(tmp_path: Path) -> None:
    url = read(tmp_path, DATABASE_URL="sqlite:///instance/x.db").database_url
    assert url.startswith("sqlite:////")
    assert url.count("instance") == 1


@pytest.mark.parametrize("given", ["postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_is_understood_however_it_is_written(tmp_path: Path, given: str) -> None:
    assert read(tmp_path, DATABASE_URL=given).database_url == "postgresql+psycopg://u@h/d"


def test_a_database_without_a_number_for_its_port_is_named(tmp_path: Path) -> None:
    [named] = problems(tmp_path, DATABASE_URL="postgresql://u:secreta@h:port/d")
    assert named.startswith("DATABASE_URL: ")
    assert "secreta" not in named


@pytest.mark.parametrize("wrong", ["ten", "1.5", "-3", "٣", "99999999999999999999"])
def test_a_number_is_a_number_of_sane_size(tmp_path: Path, wrong: str) -> None:
    assert problems(tmp_path, COOPNET_WRITES_PER_MINUTE=wrong)[0].startswith("COOPNET_WRITES_PER_MINUTE")


def test_former_secrets_still_open_links(tmp_path: Path) -> None:
    ring = read(tmp_path, COOPNET_SECRET="new", COOPNET_OLD_SECRETS="old, older").as_flask()["LINK_KEYS"]
    former = read(tmp_path, COOPNET_SECRET="older").as_flask()["LINK_KEYS"]
    assert isinstance(ring, dict)
    assert isinstance(former, dict)
    assert len(ring) == 3
    assert former.items() <= ring.items()


def test_a_district_that_lacks_something_is_named(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "district.json").write_text('{"name": {}, "colour": "red"}')
    named = problems(tmp_path, COOPNET_DISTRICT=str(tmp_path / "elsewhere"))
    assert "colour" in named[0]
    assert "languages" in named[0]
