"""Every setting, with its unit and its reason. With tests, only `wsgi.py` imports this."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from coopnet.foundation import clock, district, links

ROOT = Path(__file__).resolve().parent
WEAK_SECRETS = {"secret", "changeme", "change-me", "dev", "development", "password", "coopnet"}
MINIMUM_SECRET = 32


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
    now: datetime | None  # moves a development instance's clock to that moment
    is_demo: bool  # a line on every page says so
    writes_per_minute: int  # by address; far above a library or a mobile carrier
    limits_url: str  # storage of the rate limits; empty: a small SQLite file of its own, or redis://…
    smtp_url: str  # smtp://user:password@host:587, smtps://…; empty: letters are kept as files
    mail_from: str
    sms_url: str  # empty: messages are kept as files
    metrics: bool
    max_body_bytes: int  # of any request

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Config":
        """Raises `ConfigProblem` naming every problem at once."""
        env = os.environ if env is None else env
        problems: list[str] = []

        def number(name: str, default: int) -> int:
            text = env.get(name, "").strip()
            if not text:
                return default
            if text.isascii() and text.isdigit() and len(text) < 10:
                return int(text)
            problems.append(f"{name}: {text!r} is not a whole number")
            return default

        def names(name: str) -> tuple[str, ...]:
            return tuple(part.strip() for part in env.get(name, "").split(",") if part.strip())

        environment = env.get("COOPNET_ENV", "development") or "development"
        if environment not in {"development", "production"}:
            problems.append(f"COOPNET_ENV: {environment!r} is neither development nor production")
        production = environment == "production"

        data = Path(env.get("COOPNET_DATA") or "instance")
        data = data if data.is_absolute() else ROOT / data
        try:
            data.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            problems.append(f"COOPNET_DATA: {data} cannot be made: {problem.strerror}")

        secret = env.get("COOPNET_SECRET", "")
        if production:
            if not secret:
                problems.append("COOPNET_SECRET: is missing")
            elif len(secret) < MINIMUM_SECRET or secret.lower() in WEAK_SECRETS or len(set(secret)) < 10:  # noqa: PLR2004 - said in words below
                problems.append(f"COOPNET_SECRET: is weak; at least {MINIMUM_SECRET} random characters")
        elif not secret:
            secret = _kept_secret(data)

        base_url = (env.get("COOPNET_BASE_URL") or f"http://localhost:{env.get('PORT') or '5000'}").rstrip("/")
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            problems.append(f"COOPNET_BASE_URL: {base_url!r} is not like https://coopnet.example.org")
        elif production and "COOPNET_BASE_URL" not in env:
            problems.append("COOPNET_BASE_URL: is missing")

        hosts = names("COOPNET_TRUSTED_HOSTS") or ((parts.hostname or "localhost",))
        if not production:
            hosts = (*hosts, "localhost", "127.0.0.1", "[::1]")

        database_url = env.get("DATABASE_URL") or f"sqlite:///{data / 'coopnet.db'}"
        if database_url.startswith("sqlite:///") and ":memory:" not in database_url:
            path = Path(database_url.removeprefix("sqlite:///"))
            # Relative, Flask-SQLAlchemy would look for it below the instance folder once more.
            database_url = f"sqlite:///{path if path.is_absolute() else ROOT / path}"
        elif database_url.startswith(("postgres://", "postgresql://")):
            database_url = "postgresql+psycopg://" + database_url.split("://", 1)[1]
        elif not database_url.startswith(("sqlite://", "postgresql+psycopg://")):
            problems.append("DATABASE_URL: neither sqlite:///… nor postgresql+psycopg://…")

        moment = None
        if text := env.get("COOPNET_NOW", "").strip():
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                problems.append(f"COOPNET_NOW: {text!r} is not like 2027-01-14T18:00:00+01:00")
            else:
                if moment.tzinfo is None:
                    problems.append("COOPNET_NOW: has no zone; write 2027-01-14T18:00:00+01:00")
            if production:
                problems.append("COOPNET_NOW: only a development instance's clock can be moved")

        folder = Path(env.get("COOPNET_DISTRICT") or "sants-montjuic")
        if len(folder.parts) == 1:
            folder = ROOT / "coopnet" / "vocabulary" / "data" / folder
        home = None
        try:
            home = district.load(folder)
            ZoneInfo(home.zone)
        except (OSError, ValueError, KeyError, TypeError) as problem:
            problems.append(f"COOPNET_DISTRICT: {problem}")

        per_minute = number("COOPNET_WRITES_PER_MINUTE", 600)
        proxies = number("COOPNET_PROXIES", 0)
        smtp_url = env.get("COOPNET_SMTP_URL", "")
        if smtp_url and urlsplit(smtp_url).scheme not in {"smtp", "smtps", "smtp+starttls"}:
            problems.append("COOPNET_SMTP_URL: neither smtp://…, smtp+starttls://… nor smtps://…")

        if problems or home is None:
            raise ConfigProblem("\n".join(problems))
        return cls(
            environment=environment,
            data=data,
            database_url=database_url,
            secret=secret,
            old_secrets=names("COOPNET_OLD_SECRETS"),
            base_url=base_url,
            trusted_hosts=hosts,
            proxies=proxies,
            district=home,
            now=moment,
            is_demo=env.get("DEMO", "") == "1",
            writes_per_minute=per_minute,
            limits_url=env.get("COOPNET_LIMITS_URL", ""),
            smtp_url=smtp_url,
            mail_from=env.get("COOPNET_MAIL_FROM") or home.email,
            sms_url=env.get("COOPNET_SMS_URL", ""),
            metrics=env.get("COOPNET_METRICS", "") == "1",
            max_body_bytes=256 * 1024,
        )

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
            "CLOCK_OFFSET": clock.kept_offset(self.now, self.data),
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
            "LIMITS_URL": self.limits_url,
            "SMTP_URL": self.smtp_url,
            "MAIL_FROM": self.mail_from,
            "SMS_URL": self.sms_url,
            "METRICS": self.metrics,
            "IS_HTTPS": secure,
        }


def _kept_secret(data: Path) -> str:
    """A development instance makes its own secret once and keeps it."""
    path = data / "secret"
    try:
        kept = path.read_text().strip()
    except OSError:
        kept = ""
    if len(kept) >= MINIMUM_SECRET:
        return kept
    fresh = data / f"secret.{secrets.token_hex(4)}"
    fresh.write_text(secrets.token_urlsafe(48))
    fresh.chmod(0o600)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    except OSError:
        fresh.replace(path)
    fresh.unlink(missing_ok=True)
    return path.read_text().strip()
