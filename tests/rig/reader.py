"""A client that treats each request as a server does, and forms as a browser reads them."""

import contextvars
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from coopnet.foundation.db import db


class Reader(FlaskClient):
    """Requests do not see the application context (`g`, the database session) of the test that makes them.

    Before each one the test's own reading transaction ends, so that afterwards it sees what the request wrote.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        pending = [*db.session.new, *db.session.dirty, *db.session.deleted]
        assert not pending, f"not committed before the request: {pending}"
        db.session.rollback()
        answer: TestResponse = contextvars.Context().run(super().open, *args, **kwargs)
        return answer

    def submit(self, path: str, /, *, form: str = "data-main", **typed: Any) -> TestResponse:
        """Get the page, fill in its form, press its button: hidden fields and the CSRF token go along.

        `typed` replaces a field's values (a list for several, None to leave it out); `form` is an attribute of the
        wanted form, `data-main` or `action=/ca/…`.
        """
        page = self.get(path)
        assert page.status_code == 200, f"{path}: {page.status}"
        found = read_form(page.text, form)
        fields = {**found.fields, **typed}
        data = {name: value for name, value in fields.items() if value is not None}
        return self.post(urljoin(path, found.action or path), data=data, headers={"Referer": f"http://localhost{path}"})


@dataclass(frozen=True)
class Form:
    action: str
    fields: dict[str, list[str]]


def parse(html: str) -> Element:
    root: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return root


def read_form(html: str, wanted: str = "data-main") -> Form:
    """What a browser would send of the form that carries the attribute `wanted` (`name` or `name=value`)."""
    name, _, value = wanted.partition("=")
    for form in parse(html).iter("form"):
        if name in form.attrib and (not value or form.attrib[name] == value):
            return Form(form.get("action", ""), _fields(form))
    raise AssertionError(f"no <form {wanted}> on the page")


def _fields(form: Element) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if not name or "disabled" in element.attrib:
            continue
        if element.tag == "textarea":
            fields.setdefault(name, []).append(element.text or "")
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [option for option in options if "selected" in option.attrib] or options[:1]
            fields.setdefault(name, []).extend(option.get("value", option.text or "") for option in chosen)
        elif element.tag == "input" and element.get("type") not in {"submit", "button", "reset", "file", "image"}:
            if element.get("type") in {"checkbox", "radio"} and "checked" not in element.attrib:
                continue
            fields.setdefault(name, []).append(element.get("value", "on" if element.get("type") == "checkbox" else ""))
    return fields
