"""What comes as a picture is drawn anew, or refused with words; never decoded before its size is known."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageCms

from coopnet.foundation import backup, pictures
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.pictures import LOGO, MOST_BYTES, PHOTO, Drawn
from tests.factories.pictures import encode, paint, photo

ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def opened(drawn: Drawn, width: int, kind: str) -> Image.Image:
    return Image.open(BytesIO(drawn.files[f"{drawn.digest}-{width}.{kind}"]))


def refusal_of(content: bytes) -> str:
    with pytest.raises(RuleBroken) as refused:
        pictures.draw(content, PHOTO)
    return refused.value.code


def test_a_photo_is_drawn_at_the_sizes_of_the_page_and_never_made_bigger() -> None:
    large = pictures.draw(photo((2000, 1500)), PHOTO)
    assert (large.width, large.height, large.widths, large.plain) == (1600, 1200, (480, 960, 1600), 960)
    assert opened(large, 480, "webp").size == (480, 360)
    assert (opened(large, 960, "jpg").format, opened(large, 960, "jpg").size) == ("JPEG", (960, 720))
    small = pictures.draw(photo((500, 300)), PHOTO)
    assert (small.widths, small.plain) == ((480, 500), 500)
    assert set(small.files) == {f"{small.digest}-{name}" for name in ("480.webp", "500.webp", "500.jpg")}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_every_format_that_we_read_keeps_its_colours(form: str) -> None:
    found = opened(pictures.draw(encode(paint(), form), PHOTO), 640, "webp").convert("RGB")
    for point, wanted in (((100, 400), (192, 32, 32)), ((600, 400), (32, 32, 192)), ((20, 20), (255, 255, 255))):
        assert all(abs(a - b) < 16 for a, b in zip(found.getpixel(point), wanted, strict=True)), point  # type: ignore[arg-type]


@pytest.mark.parametrize(("mode", "form"), [("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("CMYK", "JPEG"), ("LA", "PNG")])
def test_every_kind_of_colours_is_read(mode: str, form: str) -> None:
    assert pictures.draw(encode(paint().convert(mode), form), PHOTO).width == 640


def test_sixteen_bits_of_grey_are_not_white() -> None:
    grey = Image.new("I;16", (300, 300), 0x8000)
    pixel = opened(pictures.draw(encode(grey, "PNG"), PHOTO), 300, "webp").convert("L").getpixel((5, 5))
    assert isinstance(pixel, (int, float))
    assert abs(pixel - 128) < 8


def test_nothing_that_the_camera_says_of_itself_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Rosa"
    exif.get_ifd(0x8825)[2] = (41.0, 22.0, 12.0)  # GPS latitude
    content = photo(exif=exif, comment=b"secret words", xmp=b"<x:xmpmeta>secret</x:xmpmeta>")
    assert b"Rosa" in content
    drawn = pictures.draw(content, PHOTO)
    for name, file in drawn.files.items():
        assert not any(word in file for word in (b"Rosa", b"secret", b"Exif", b"xmp", b"ICC")), name
        image = Image.open(BytesIO(file))
        assert not image.getexif(), name
        assert not {"icc_profile", "comment", "exif", "xmp"} & set(image.info), name


def test_a_picture_taken_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    drawn = pictures.draw(photo(exif=exif), PHOTO)
    assert (drawn.width, drawn.height) == (480, 640)
    corner = opened(drawn, 480, "webp").convert("RGB").getpixel((470, 10))
    assert corner is not None
    assert min(corner) > 240  # type: ignore[arg-type] # the white corner went to the right


def test_a_broken_word_about_the_camera_does_no_harm() -> None:
    assert pictures.draw(photo(exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff" + b"\x99" * 60), PHOTO).width == 640


def test_colours_are_those_that_the_profile_means() -> None:
    """A profile whose red is blue: unread, the left half would stay red."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = plain.replace(b"rXYZ", b"?XYZ", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"?XYZ", b"bXYZ", 1)
    for mode, form in (("RGB", "JPEG"), ("RGBA", "PNG")):
        drawn = pictures.draw(encode(paint(mode=mode), form, icc_profile=swapped), PHOTO)
        red, _green, blue = opened(drawn, 640, "webp").convert("RGB").getpixel((100, 400))  # type: ignore[misc]
        assert blue > 150 > red


def test_a_profile_takes_away_neither_what_shines_through_nor_which_way_is_up() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    clear = Image.new("RGBA", (400, 400), (200, 30, 30, 60))
    pixel = opened(pictures.draw(encode(clear, "PNG", icc_profile=profile), LOGO), 320, "webp").getpixel((9, 9))
    assert isinstance(pixel, tuple)
    assert abs(pixel[3] - 60) < 8
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = pictures.draw(photo(exif=exif, icc_profile=profile), PHOTO)
    assert (drawn.width, drawn.height) == (480, 640)


def test_a_profile_that_nobody_understands_changes_nothing() -> None:
    other = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (other, b"no profile at all"):
        drawn = pictures.draw(photo(icc_profile=profile), PHOTO)
        red, _green, blue = opened(drawn, 640, "webp").convert("RGB").getpixel((100, 400))  # type: ignore[misc]
        assert red > 150 > blue


def test_a_logo_keeps_what_shines_through_and_stands_on_white_as_jpeg() -> None:
    clear = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    drawn = pictures.draw(encode(clear, "PNG"), LOGO)
    assert opened(drawn, 320, "webp").mode == "RGBA"
    assert opened(drawn, 320, "jpg").convert("RGB").getpixel((9, 9)) == (255, 255, 255)


def test_the_preview_that_a_camera_puts_behind_its_picture_is_no_movement() -> None:
    behind = paint((320, 240)).convert("RGB")
    drawn = pictures.draw(encode(paint(), "MPO", save_all=True, append_images=[behind]), PHOTO)
    assert (drawn.width, drawn.height) == (640, 480)


def test_two_are_not_drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a big picture needs is needed once in each process."""
    held: list[bool] = []
    read = pictures._read

    def reading(content: bytes, sizes: pictures.Sizes) -> Image.Image:
        held.append(pictures._drawing.locked())
        return read(content, sizes)

    monkeypatch.setattr(pictures, "_read", reading)
    pictures.draw(photo(), PHOTO)
    assert (held, pictures._drawing.locked()) == ([True], False)


def test_two_who_send_the_same_have_files_of_their_own() -> None:
    assert pictures.draw(photo(), PHOTO).digest != pictures.draw(photo(), PHOTO).digest


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n"]
    for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        parts += [struct.pack(">I", len(data)), kind, data, struct.pack(">I", zlib.crc32(kind + data))]
    return b"".join(parts)


def webp_header(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0" + size + b"ANIM" + b"\0" * 40


def archive() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("index.html", "hello")
    return written.getvalue()


def moving(form: str) -> bytes:
    return encode(paint(), form, save_all=True, append_images=[paint(mode="L").convert("RGB")], duration=100)


REFUSED = {
    "nothing": (b"", "picture_missing"),
    "too heavy": (b"\xff\xd8" + b"\0" * MOST_BYTES, "picture_too_heavy"),
    "words": (b"hello", "picture_unreadable"),
    "a GIF": (encode(paint(), "GIF"), "picture_unreadable"),
    "a TIFF": (encode(paint(), "TIFF"), "picture_unreadable"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "picture_is_drawing"),
    "SVG with a header": (b"\xef\xbb\xbf <?xml version='1.0'?><svg/>", "picture_is_drawing"),
    "truncated JPEG": (photo()[:2000], "picture_unreadable"),
    "truncated PNG": (encode(paint(), "PNG")[:400], "picture_unreadable"),
    "truncated WebP": (encode(paint(), "WEBP")[:300], "picture_unreadable"),
    "half a WebP header": (b"RIFF\0\0\0\0WEBPVP8L", "picture_unreadable"),
    "bomb": (png_header(50_000, 50_000), "picture_too_large"),
    "a hundred megapixels": (png_header(10_000, 10_000), "picture_too_large"),
    "webp bomb": (webp_header(16_000, 16_000), "picture_too_large"),
    "moving PNG": (moving("PNG"), "picture_moves"),
    "moving WebP": (moving("WEBP"), "picture_moves"),
    "too small": (photo((190, 800)), "picture_too_small"),
    "an archive behind": (photo() + archive(), "picture_hides_something"),
    "a page inside": (photo(comment=b"<SCRIPT>alert(1)</SCRIPT>"), "picture_hides_something"),
    "a document in front": (b"%PDF-1.7\n" + photo(), "picture_is_none"),
    "a document": (b"%PDF-1.7\n1 0 obj", "picture_is_none"),
    "a page": (b"\n<!DOCTYPE html><p>hello", "picture_is_none"),
    "in endless passes": (photo(progressive=True) + b"\xff\xda\0\0" * 80, "picture_unreadable"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused(name: str) -> None:
    content, code = REFUSED[name]
    assert refusal_of(content) == code


def test_how_large_depends_on_what_its_decoder_must_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"JPEG": 400_000, "in passes": 300_000, "PNG": 200_000, "WEBP": 100_000}
    monkeypatch.setattr(pictures, "MOST_PIXELS", limits)
    made: dict[str, Callable[[tuple[int, int]], bytes]] = {
        "JPEG": photo,
        "in passes": lambda size: photo(size, progressive=True),
        "PNG": lambda size: encode(paint(size), "PNG"),
        "WEBP": lambda size: encode(paint(size), "WEBP", lossless=True),
    }
    for kind, most in limits.items():
        assert pictures.draw(made[kind]((most // 250, 250)), PHOTO).height == 250
        assert refusal_of(made[kind]((most // 250 + 1, 250))) == "picture_too_large"
    assert refusal_of(encode(paint((500, 250)), "WEBP")) == "picture_too_large"


@pytest.mark.parametrize("name", ["bomb", "a hundred megapixels", "webp bomb"])
def test_what_is_too_large_is_never_decoded(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(pictures, "_normal", fail)
    if name == "webp bomb":
        monkeypatch.setattr(Image, "open", fail)
    assert refusal_of(REFUSED[name][0]) == "picture_too_large"


def test_any_damage_is_a_refusal_and_never_a_crash() -> None:
    """Every form of file, a byte changed at every place in turn: a picture, or a refusal."""
    for form in ("JPEG", "PNG", "WEBP"):
        whole = bytearray(encode(paint((240, 220)), form))
        for at in range(0, len(whole), max(1, len(whole) // 150)):
            broken = bytes([*whole[:at], whole[at] ^ 0xFF, *whole[at + 1 :]])
            with suppress(RuleBroken):
                pictures.draw(broken, PHOTO)


@ONE_DATABASE
def test_files_are_kept_found_and_removed(app: Flask) -> None:
    drawn, other = pictures.draw(photo(), PHOTO), pictures.draw(photo(), PHOTO)
    pictures.keep(drawn)
    pictures.keep(other)
    for name, content in drawn.files.items():
        path = pictures.find(name)
        assert path is not None
        assert path.read_bytes() == content
    pictures.remove(drawn.digest)
    assert [pictures.find(name) for name in drawn.files] == [None] * len(drawn.files)
    assert all(pictures.find(name) for name in other.files)
    pictures.remove(other.digest)


@ONE_DATABASE
@pytest.mark.parametrize("name", ["../../secret", "..%2fsecret", "a" * 32 + "-480.webp.bak", "A" * 32 + "-1.jpg", ""])
def test_only_names_of_ours_are_looked_for(app: Flask, name: str) -> None:
    assert pictures.find(name) is None


@ONE_DATABASE
def test_what_nothing_names_is_swept_away_once_it_is_old(app: Flask) -> None:
    pictures.sweep(set(), older_than=datetime.now(UTC) + timedelta(hours=1))  # what other tests have left
    drawn, other = pictures.draw(photo(), PHOTO), pictures.draw(photo(), PHOTO)
    pictures.keep(drawn)
    pictures.keep(other)
    folder = Path(app.config["DATA"]) / "pictures" / "00"
    folder.mkdir(exist_ok=True)
    (folder / ".half-written.1234").write_bytes(b"x")
    before, after = datetime.now(UTC) - timedelta(hours=1), datetime.now(UTC) + timedelta(seconds=5)
    assert pictures.sweep(set(), older_than=before) == 0
    assert pictures.sweep({drawn.digest}, older_than=after) == len(other.files) + 1
    assert all(pictures.find(name) for name in drawn.files)
    pictures.remove(drawn.digest)


@ONE_DATABASE
def test_a_backup_holds_them(app: Flask, tmp_path: Path) -> None:
    drawn = pictures.draw(photo(), PHOTO)
    pictures.keep(drawn)
    copy = backup.make(tmp_path) / "data" / "pictures" / drawn.digest[:2]
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == drawn.files
    pictures.remove(drawn.digest)
