import gzip

import brotli  # type: ignore[import-untyped]
import pytest
from flask import Flask

from coopnet.web.compression import SMALLEST, choose_encoding, is_compressible
from tests.rig.reader import Reader


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("zstd, gzip", "zstd"),
        ("GZIP;Q=1.0", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br;q=0.000", ""),
        ("br;q=x", "br"),
        ("*", ""),
        (",;,;;q", ""),
    ],
)
def test_the_smallest_that_the_browser_reads_is_chosen(accepted: str, chosen: str) -> None:
    assert choose_encoding(accepted) == chosen


def test_only_text_is_compressed() -> None:
    for kind in ("text/html; charset=utf-8", "text/calendar", "application/json", "image/svg+xml"):
        assert is_compressible(kind)
    for kind in ("image/png", "application/pdf", "application/zip", "font/woff2", ""):
        assert not is_compressible(kind)


@pytest.mark.parametrize(("encoding", "read"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_pages_that_are_not_kept_are_compressed_too(reader: Reader, encoding: str, read: object) -> None:
    assert callable(read)
    plain = reader.get("/ca/prova/marc")
    answer = reader.get("/ca/prova/marc", headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    assert read(answer.data) == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_error_pages_are_compressed(reader: Reader) -> None:
    answer = reader.get("/ca/enlloc", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"


def test_little_answers_stay_as_they_are(reader: Reader) -> None:
    answer = reader.get("/ca/prova/secret/a/", headers={"Accept-Encoding": "br"})
    assert len(answer.data) < SMALLEST
    assert "Content-Encoding" not in answer.headers


def test_the_length_of_a_page_with_a_token_tells_nothing(edge: Flask) -> None:
    """The token is the same for a whole session: what is added at random hides how well a guess compresses."""
    client = edge.test_client()
    typed = {"name": "x" * SMALLEST}
    pages = [client.post("/ca/prova/formulari", data=typed, headers={"Accept-Encoding": "gzip"}) for _ in range(20)]
    assert len({len(page.data) for page in pages}) > 5
    bodies = {gzip.decompress(page.data).rstrip().rpartition(b"<!--")[2] for page in pages}
    assert all(body.endswith(b"-->") for body in bodies)
