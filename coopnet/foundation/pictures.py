"""Uploaded pictures: read with suspicion, drawn anew at the sizes that pages need, kept under names of their own.

Nothing of the file that came is kept but what can be seen: no place, no camera, no hidden second file. A file's name is
a digest of what it shows and of a random key, so it never changes its meaning, cannot be guessed, and goes without
taking anybody else's picture with it.
"""

import hashlib
import re
import secrets
import struct
import threading
import warnings
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from flask import current_app
from PIL import Image, ImageCms, ImageOps

from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.files import write_atomically

MOST_BYTES = 20 * 1024 * 1024  # of a file that comes
# A plain JPEG is decoded at a fraction of its size; what the others must hold whole is about 160 MB for each of these.
MOST_PIXELS = {"JPEG": 64_000_000, "in passes": 24_000_000, "PNG": 16_000_000, "WEBP": 10_000_000}
MOST_SCANS = 60  # of a JPEG that comes in passes; cameras and programs make about ten
READ = ("JPEG", "PNG", "WEBP")
TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
WEBP_QUALITY, JPEG_QUALITY = 80, 82
# What another program would run if it were given the same file.
HIDDEN = re.compile(rb"<script|<html|<!doctype|<\?php|<svg[\s>]", re.IGNORECASE)
DOCUMENT, ARCHIVE = b"%PDF-", b"PK\x05\x06"
DOCUMENT_WITHIN, ARCHIVE_WITHIN = 1024, 66_000  # bytes from the start, and from the end

_NAME = re.compile(r"([0-9a-f]{32})-\d{1,4}\.(webp|jpg)")
# One at a time in each process: what a big picture needs is needed once.
_drawing = threading.Lock()


@dataclass(frozen=True)
class Sizes:
    """Widths and heights in pixels. A picture is never made bigger than it came."""

    widths: tuple[int, ...]  # the smallest first
    plain: int  # width of the one for browsers, and other sites, that know only JPEG
    least: int  # of the shorter side of what comes


PHOTO = Sizes(widths=(480, 960, 1600), plain=960, least=200)
LOGO = Sizes(widths=(160, 320), plain=320, least=48)


@dataclass(frozen=True)
class Drawn:
    """`width` and `height` are those of the largest one; `files` are contents by name."""

    digest: str
    width: int
    height: int
    widths: tuple[int, ...]
    plain: int
    files: dict[str, bytes]


def draw(content: bytes, sizes: Sizes) -> Drawn:
    """The picture anew, the right way up, in sRGB.

    Raises `RuleBroken`: `picture_missing`, `picture_too_heavy`, `picture_is_drawing`, `picture_is_none`,
    `picture_unreadable`, `picture_too_large`, `picture_moves`, `picture_too_small`, `picture_hides_something`.
    """
    if not content:
        raise RuleBroken("picture_missing")
    if len(content) > MOST_BYTES:
        raise RuleBroken("picture_too_heavy", megabytes=MOST_BYTES // 1024**2)
    with _drawing, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # decoders warn of what we refuse, or do without
        image = _read(content, sizes)
        return _draw_sizes(image, sizes)


def name_of(digest: str, width: int, kind: str) -> str:
    """`kind` is of `TYPES`."""
    return f"{digest}-{width}.{kind}"


def keep(drawn: Drawn) -> None:
    """On the disk, before a row names it: a process that is killed in between leaves files that `sweep` takes away."""
    for name, content in drawn.files.items():
        write_atomically(_path(name), content)


def find(name: str) -> Path | None:
    """Where the file of that name is; None for what is no name of ours."""
    if not _NAME.fullmatch(name):
        return None
    path = _path(name)
    return path if path.is_file() else None


def remove(digest: str) -> None:
    """After the row that named it is gone."""
    for path in (_folder() / digest[:2]).glob(f"{digest}-*"):
        path.unlink(missing_ok=True)


def sweep(known: Container[str], *, older_than: datetime) -> int:
    """Takes away files whose digest nobody names; younger ones may be somebody's upload of this minute."""
    count = 0
    for path in _folder().glob("*/*"):
        named = _NAME.fullmatch(path.name)
        is_old = datetime.fromtimestamp(path.stat().st_mtime, UTC) < older_than
        if is_old and (named is None or named[1] not in known):
            path.unlink(missing_ok=True)
            count += 1
    return count


def _folder() -> Path:
    data: Path = current_app.config["DATA"]
    return data / "pictures"


def _path(name: str) -> Path:
    return _folder() / name[:2] / name


def _read(content: bytes, sizes: Sizes) -> Image.Image:
    """Decoded to no more than the largest size. Its own header is believed only about what is refused."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml", b"<!doctype svg")):
        raise RuleBroken("picture_is_drawing")
    if start.startswith((b"%pdf", b"<html", b"<!doctype html")):
        raise RuleBroken("picture_is_none")
    if _is_more_than_a_picture(content):
        raise RuleBroken("picture_hides_something")
    try:
        _check_pixels(_webp_size(content), most=MOST_PIXELS["WEBP"])
        image = Image.open(BytesIO(content), formats=READ)
        _check(image, content, sizes)
        return _normal(image, max(sizes.widths))
    except RuleBroken:
        raise
    except Image.DecompressionBombError as problem:
        raise RuleBroken("picture_too_large", megapixels=MOST_PIXELS["PNG"] // 10**6) from problem
    except Exception as problem:  # whatever a decoder says of a broken or hostile file
        raise RuleBroken("picture_unreadable") from problem


def _is_more_than_a_picture(content: bytes) -> bool:
    return (
        HIDDEN.search(content) is not None
        or DOCUMENT in content[:DOCUMENT_WITHIN]
        or ARCHIVE in content[-ARCHIVE_WITHIN:]
    )


def _check(image: Image.Image, content: bytes, sizes: Sizes) -> None:
    is_jpeg = image.format in {"JPEG", "MPO"}  # the second of an MPO is a preview, or for the other eye
    kind = ("in passes" if image.info.get("progressive") else "JPEG") if is_jpeg else str(image.format)
    _check_pixels(image.size, most=MOST_PIXELS[kind])
    if is_jpeg and content.count(b"\xff\xda") > MOST_SCANS:
        raise RuleBroken("picture_unreadable")
    if not is_jpeg and getattr(image, "n_frames", 1) > 1:
        raise RuleBroken("picture_moves")
    if min(image.size) < sizes.least:
        raise RuleBroken("picture_too_small", pixels=sizes.least)


def _check_pixels(size: tuple[int, int], *, most: int) -> None:
    if size[0] * size[1] > most:
        raise RuleBroken("picture_too_large", megapixels=most // 10**6)


def _webp_size(content: bytes) -> tuple[int, int]:
    """As its header says; its decoder would take the room before anybody could ask. (0, 0) for another format."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return 0, 0
    kind = content[12:16]
    if kind == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", content[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", content[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _normal(image: Image.Image, most: int) -> Image.Image:
    """RGB, or RGBA where something shines through; at most `most` pixels a side."""
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in {"1", "P", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((most, most), Image.Resampling.LANCZOS)
    image.load()
    image = _in_srgb(_upright(image))
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    clean = Image.new(wanted, image.size)
    clean.paste(image.convert(wanted))
    return clean


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - what a camera says of itself may be broken, and the picture good
        return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """The colours as its own profile means them; a profile that cannot be read changes nothing."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image
    try:
        opaque = image.convert("RGB") if image.mode == "RGBA" else image
        source, target = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(opaque, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    if found is None:
        return image
    if image.mode == "RGBA":
        found.putalpha(image.getchannel("A"))
    return found


def _draw_sizes(image: Image.Image, sizes: Sizes) -> Drawn:
    widths = (*(width for width in sizes.widths if width < image.width), image.width)
    plain = max((width for width in widths if width <= sizes.plain), default=image.width)
    contents: dict[tuple[int, str], bytes] = {}
    for width in widths:
        height = max(1, round(image.height * width / image.width))
        resized = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
        contents[width, "webp"] = _save(resized, "WEBP", quality=WEBP_QUALITY, method=4)
        if width == plain:
            flat = _on_white(resized)
            contents[width, "jpg"] = _save(flat, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    hashed = hashlib.blake2b(contents[image.width, "webp"], digest_size=16, key=secrets.token_bytes(32))
    digest = hashed.hexdigest()
    return Drawn(
        digest=digest,
        width=image.width,
        height=image.height,
        widths=widths,
        plain=plain,
        files={name_of(digest, width, kind): content for (width, kind), content in contents.items()},
    )


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    white = Image.new("RGB", image.size, "#fff")
    white.paste(image, mask=image.getchannel("A"))
    return white


def _save(image: Image.Image, form: str, **how: object) -> bytes:
    written = BytesIO()
    image.save(written, form, **how)
    return written.getvalue()
