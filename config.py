"""Every setting, with its unit and its reason. With tests, only `wsgi.py` imports this."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from coopnet.foundation import clock, district, kept_secret, links, mail_boxes, served, strictness

ROOT = Path(__file__).resolve().parent
MINIMUM_SECRET = 32
MINIMUM_LETTERS = 10  # different ones
LONGEST_NUMBER = 9
REAL_TIME = "now"


class ConfigProblem(Exception):  # noqa: N818 - it names several at once
    """Everything that is wrong with the settings, one line each."""


@dataclass(frozen=True)
class Config:
    environment: str  # development | production
    data: Path  # database, letters, SMS, clock: what a backup holds
    database_url: str
    secret: str  # signs sessions and links; at least 32 characters in production
    old_secrets: tuple[str, ...]  # links signed with these still work
    base_url: str  # of absolute addresses, never the Host header; https makes cookies Secure
    trusted_hosts: tuple[str, ...]
    proxies: int  # how many reverse proxies stand in front and may be believed
    district: district.District
    now: datetime | None  # moves a development instance's clock to that moment; None: as it was moved before
    is_real_time: bool  # forgets that it was moved
    is_demo: bool  # a line on every page says so
    writes_per_minute: int  # by address; far above a library or a mobile carrier
    limits_url: str  # storage of the rate limits; empty: a small SQLite file of its own, or redis://…
    smtp_url: str  # smtp://user:password@host:587, smtps://…; empty: letters are kept as files, never in production
    mail_from: str
    reply_box: mail_boxes.ReplyBox | None  # answers to letters come to addresses of it; None: they are not asked for
    maildir: Path | None  # where a mail server puts them; None: they come in another way
    sms_url: str  # empty: messages are kept as files
    source_url: str  # of the code that runs here, for whoever uses it (AGPL 13); empty: no link
    metrics: bool
    page_cache_stale_seconds: int  # 0: no reader sees less than was committed; more saves a look-up a page
    max_body_bytes: int  # of any request
    write_wait_seconds: int  # a rush of 300 people is over in half of it; longer, and people press again

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Config":
        """Raises `ConfigProblem` naming every problem at once."""
        source = _Source(os.environ if env is None else env)
        environment = source.choice("COOPNET_ENV", ("development", "production"))
        is_production = environment == "production"
        data = _data_folder(source)
        base_url = _base_url(source, data, is_production=is_production)
        home = _district(source)
        said = source.text("COOPNET_BASE_URL")
        is_strict = is_production and source.text("DEMO") != "1" and not strictness.is_trial(said)
        if is_strict and home is not None:
            source.problems += [f"COOPNET_DISTRICT: {text}" for text in strictness.examples_in(home)]
        for name, highest in served.HIGHEST.items():
            source.number(name, 1, least=1, most=highest)
        make = partial(
            cls,
            environment=environment,
            data=data,
            database_url=_database_url(source, data),
            secret=_secret(source, data, is_production=is_production),
            old_secrets=source.names("COOPNET_OLD_SECRETS"),
            base_url=base_url,
            trusted_hosts=_trusted_hosts(source, base_url, is_production=is_production),
            proxies=source.number("COOPNET_PROXIES", 0),
            now=_moment(source, is_production=is_production),
            is_real_time=source.text("COOPNET_NOW") == REAL_TIME,
            is_demo=source.text("DEMO") == "1",
            writes_per_minute=source.number("COOPNET_WRITES_PER_MINUTE", 600),
            limits_url=source.text("COOPNET_LIMITS_URL"),
            smtp_url=_smtp_url(source, is_strict=is_strict),
            reply_box=_reply_box(source),
            maildir=Path(source.text("COOPNET_MAILDIR")) if source.text("COOPNET_MAILDIR") else None,
            sms_url=source.text("COOPNET_SMS_URL"),
            source_url=_source_url(source),
            metrics=source.text("COOPNET_METRICS") == "1",
            page_cache_stale_seconds=source.number("COOPNET_PAGE_CACHE_STALE_SECONDS", 0),
            max_body_bytes=256 * 1024,
            write_wait_seconds=source.number("COOPNET_WRITE_WAIT_SECONDS", 10),
        )
        if source.problems or home is None:
            raise ConfigProblem("\n".join(source.problems))
        return make(district=home, mail_from=source.text("COOPNET_MAIL_FROM") or home.email)

    def as_flask(self) -> dict[str, object]:
        """The same settings under the names that Flask, its extensions and coopnet look for."""
        secure = self.base_url.startswith("https://")
        return {
            "COOPNET": self,
            "ENVIRONMENT": self.environment,
            "DATA": self.data,
            "DISTRICT": self.district,
            "ZONE": ZoneInfo(self.district.zone),
            "BASE_URL": self.base_url,
            "IS_DEMO": self.is_demo,
            "IS_PRODUCTION": self.is_production,
            # Looked at before the offset is read, so that no change between the two is missed.
            "CLOCK_KEPT": None if self.is_production else clock.KeptOffset(self.data),
            "CLOCK_OFFSET": self._clock_offset(),
            "LINK_KEYS": links.make_key_ring([self.secret, *self.old_secrets]),
            "SECRET_KEY": self.secret,
            "SECRET_KEY_FALLBACKS": list(self.old_secrets),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SESSION_COOKIE_NAME": "coopnet",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "TRUSTED_HOSTS": list(self.trusted_hosts),
            "MAX_CONTENT_LENGTH": self.max_body_bytes,
            "MAX_FORM_MEMORY_SIZE": self.max_body_bytes,
            "MAX_FORM_PARTS": 200,
            "PROXIES": self.proxies,
            "WRITES_PER_MINUTE": self.writes_per_minute,
            "WRITE_WAIT_SECONDS": self.write_wait_seconds,
            "LIMITS_URL": self.limits_url,
            "SMTP_URL": self.smtp_url,
            "MAIL_FROM": self.mail_from,
            "REPLY_BOX": self.reply_box,
            "MAILDIR": self.maildir,
            "SMS_URL": self.sms_url,
            "SOURCE_URL": self.source_url,
            "METRICS": self.metrics,
            "PAGE_CACHE_STALE_SECONDS": self.page_cache_stale_seconds,
            "IS_HTTPS": secure,
        }

    def _clock_offset(self) -> timedelta:
        if self.is_production:
            return timedelta()
        if self.is_real_time:
            clock.forget_offset(self.data)
        return clock.kept_offset(self.now, self.data)


class _Source:
    """The environment, and everything that was found wrong in it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.env = env
        self.problems: list[str] = []

    def text(self, name: str) -> str:
        return self.env.get(name, "").strip()

    def names(self, name: str) -> tuple[str, ...]:
        """Parted by commas."""
        return tuple(part.strip() for part in self.text(name).split(",") if part.strip())

    def number(self, name: str, default: int, *, least: int = 0, most: int = 10**LONGEST_NUMBER - 1) -> int:
        text = self.text(name)
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
            self.problems.append(f"{name}: {text!r} is not a whole number")
        elif not least <= int(text) <= most:
            self.problems.append(f"{name}: {text} is not from {least} to {most}")
        else:
            return int(text)
        return default

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """The first one where nothing is said."""
        text = self.text(name) or choices[0]
        if text not in choices:
            self.problems.append(f"{name}: {text!r} is neither {' nor '.join(choices)}")
        return text


def _data_folder(source: _Source) -> Path:
    folder = ROOT / (source.text("COOPNET_DATA") or "instance")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass  # who may write there is more than its mode: a disk can be full, or only for reading
    except OSError as problem:
        source.problems.append(f"COOPNET_DATA: nothing can be kept in {folder}: {problem.strerror}")
    return folder


def _secret(source: _Source, data: Path, *, is_production: bool) -> str:
    secret = source.text("COOPNET_SECRET")
    if not is_production:
        # Where nothing can be kept that has been said already.
        return secret or ("" if source.problems else kept_secret.find_or_make(data, least=MINIMUM_SECRET))
    is_weak = len(secret) < MINIMUM_SECRET or len(set(secret)) < MINIMUM_LETTERS or strictness.is_pattern(secret)
    if not secret:
        source.problems.append("COOPNET_SECRET: is missing")
    elif is_weak:
        source.problems.append(f"COOPNET_SECRET: is weak; at least {MINIMUM_SECRET} random characters")
    return secret


def _base_url(source: _Source, data: Path, *, is_production: bool) -> str:
    said = source.text("COOPNET_BASE_URL")
    url = (said or f"http://localhost:{source.text('PORT') or served.kept_port(data)}").rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        source.problems.append(f"COOPNET_BASE_URL: {url!r} is not like https://coopnet.example.org")
    elif is_production and not said:
        source.problems.append("COOPNET_BASE_URL: is missing")
    elif is_production and parts.scheme == "http" and not strictness.is_trial(url):
        source.problems.append(f"COOPNET_BASE_URL: {url!r} is not https: what people write could be read on its way")
    return url


def _trusted_hosts(source: _Source, base_url: str, *, is_production: bool) -> tuple[str, ...]:
    hosts = source.names("COOPNET_TRUSTED_HOSTS") or (urlsplit(base_url).hostname or "localhost",)
    return hosts if is_production else (*hosts, "localhost", "127.0.0.1", "[::1]")


def _database_url(source: _Source, data: Path) -> str:
    url = source.text("DATABASE_URL") or f"sqlite:///{data / 'coopnet.db'}"
    if url.startswith("sqlite:///") and ":memory:" not in url:
        # Relative, Flask-SQLAlchemy would look for it below the instance folder once more.
        return f"sqlite:///{ROOT / url.removeprefix('sqlite:///')}"
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite://", "postgresql+psycopg://")):
        source.problems.append("DATABASE_URL: neither sqlite:///… nor postgresql+psycopg://…")
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        source.problems.append("DATABASE_URL: is not like postgresql+psycopg://user:password@host:5432/name")
    return url


def _moment(source: _Source, *, is_production: bool) -> datetime | None:
    text = source.text("COOPNET_NOW")
    if not text:
        return None
    if is_production:
        source.problems.append("COOPNET_NOW: only a development instance's clock can be moved")
    if text == REAL_TIME:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        source.problems.append(f"COOPNET_NOW: {text!r} is neither like 2027-01-14T18:00:00+01:00 nor {REAL_TIME!r}")
        return None
    if moment.tzinfo is None:
        source.problems.append("COOPNET_NOW: has no zone; write 2027-01-14T18:00:00+01:00")
    return moment


def _district(source: _Source) -> district.District | None:
    folder = Path(source.text("COOPNET_DISTRICT") or "sants-montjuic")
    if len(folder.parts) == 1:
        folder = ROOT / "coopnet" / "vocabulary" / "data" / folder
    try:
        home = district.load(folder)
        ZoneInfo(home.zone)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        source.problems.append(f"COOPNET_DISTRICT: {problem}")
        return None
    return home


def _smtp_url(source: _Source, *, is_strict: bool) -> str:
    url = source.text("COOPNET_SMTP_URL")
    if is_strict and not url:
        source.problems.append("COOPNET_SMTP_URL: is missing: no letter would leave")
    if url and urlsplit(url).scheme not in {"smtp", "smtps", "smtp+starttls"}:
        source.problems.append("COOPNET_SMTP_URL: neither smtp://…, smtp+starttls://… nor smtps://…")
    return url


def _reply_box(source: _Source) -> mail_boxes.ReplyBox | None:
    typed = source.text("COOPNET_REPLY_ADDRESS")
    box = mail_boxes.read_box(typed)
    if typed and box is None:
        source.problems.append(f"COOPNET_REPLY_ADDRESS: {typed!r} {mail_boxes.WRONG_BOX}")
    return box


def _source_url(source: _Source) -> str:
    url = source.text("COOPNET_SOURCE_URL")
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.netloc):
        source.problems.append("COOPNET_SOURCE_URL: not like https://code.example.org/coopnet")
    return url
