"""Whatever is sent, the edge answers with words: never a crash, never an address that leaves."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rig.reader import Reader

# As WSGI hands them over: bytes, each a character.
raw = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\0"), max_size=40)
path = st.one_of(
    raw.map(lambda text: f"/{text}"),
    st.builds("/{}/prova/{}".format, st.sampled_from(["ca", "es", "fr", "", "/", "CA"]), raw),
    st.lists(st.sampled_from(["/", "//", "ca", "prova", "..", "%2e", "\\", "evil.example", "static", ";", "?"])).map(
        "".join
    ),
)
header = st.one_of(raw, st.sampled_from(["*", "br;q=-1", "ca;q=9,es;q=x", 'W/"', "coopnet=", "coopnet=x; coopnet=y"]))
names = st.sampled_from(
    [
        "HTTP_ACCEPT_LANGUAGE",
        "HTTP_ACCEPT_ENCODING",
        "HTTP_COOKIE",
        "HTTP_IF_NONE_MATCH",
        "HTTP_REFERER",
        "HTTP_SEC_FETCH_SITE",
        "HTTP_RANGE",
        "HTTP_HOST",
        "HTTP_X_FORWARDED_FOR",
        "CONTENT_TYPE",
        "CONTENT_LENGTH",
        "REMOTE_ADDR",
    ]
)


@pytest.mark.parametrize("edge", ["sqlite"], indirect=True)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", "TRACE", "ROSA"]),
    path=path,
    query=raw,
    headers=st.dictionaries(names, header, max_size=4),
    body=st.binary(max_size=200),
)
def test_nothing_that_is_sent_breaks_the_edge(
    edge: Flask, reader: Reader, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    edge.config["WRITES_PER_MINUTE"] = 1_000_000
    sent: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, **headers}
    answer = reader.open("/", method=method, data=body, environ_overrides=sent)
    assert answer.status_code < 500
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    if "Location" in answer.headers:
        leads_to = answer.headers["Location"].removeprefix("http://localhost")
        assert leads_to.startswith("/")
        assert not leads_to.startswith(("//", "/\\"))
