"""SMS: a gateway that others run, or a folder."""

import base64
import http.client
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit, urlunsplit

from coopnet.foundation.files import write_atomically
from coopnet.foundation.letters import Refused, Stalled, Unreachable

ANSWER_SECONDS = 10
BUSY = {408, 425, 429}


class Gateway(Protocol):
    def send(self, text: str, *, recipient: str, key: str, name: str) -> None:
        """Raises `Refused`, `Stalled` or `Unreachable`.

        `key` and `name` are the same whenever the same message comes again.
        """


def make_gateway(sms_url: str, data: Path) -> Gateway:
    return Post(sms_url) if sms_url else Folder(data / "sms")


class Folder:
    """Keeps each message as a text file: `To: <number>`, an empty line, the text."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, text: str, *, recipient: str, key: str, name: str) -> None:  # noqa: ARG002 - the name carries it
        write_atomically(self.folder / f"{name}.txt", f"To: {recipient}\n\n{text}\n".encode())


class Post:
    """Posts `{"to", "text", "key"}` as JSON; whoever bridges to a provider drops a `key` it has seen.

    2xx is taken, other 4xx is refused for good, anything else is tried again. `user:password@` becomes basic
    authentication.
    """

    def __init__(self, url: str) -> None:
        """Raises `ValueError` for an address that cannot be used."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("the SMS gateway's address is not like https://user:password@gateway.example.org/sms")
        self.headers = {"Content-Type": "application/json"}
        if parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self.headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        self.opener = urllib.request.build_opener(_NoRedirects)
        self.url = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

    def send(self, text: str, *, recipient: str, key: str, name: str) -> None:  # noqa: ARG002 - only for folders
        body = json.dumps({"to": recipient, "text": text, "key": key}).encode()
        request = urllib.request.Request(self.url, body, self.headers)  # noqa: S310 - http or https, see above
        try:
            self.opener.open(request, timeout=ANSWER_SECONDS).close()
        except urllib.error.HTTPError as problem:
            problem.close()
            if 400 <= problem.code < 500 and problem.code not in BUSY:  # noqa: PLR2004 - the 4xx of HTTP
                raise Refused(f"HTTP {problem.code}") from problem
            raise Stalled(f"HTTP {problem.code}") from problem
        except urllib.error.URLError as problem:
            raise Unreachable(f"{type(problem.reason).__name__}: {problem.reason}") from problem
        except (OSError, http.client.HTTPException) as problem:
            raise Stalled(f"{type(problem).__name__}: {problem}") from problem


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirected POST would arrive as a GET without the message, and count as taken."""

    def redirect_request(self, *_: object) -> None:
        return None
