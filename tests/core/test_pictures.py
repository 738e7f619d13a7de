"""Whatever somebody sends as a picture: pixels are kept, nothing else, and the rest is refused with a word."""

from __future__ import annotations

import contextlib
import io
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from forum.core import pictures
from forum.core.file_types import sniff
from forum.core.pictures import MOST_BYTES, MadePicture, Patience, PictureRefusedError, make_pictures
from tests.support.depth import examples
from tests.threads.pictures import HTML, SVG, exif, packed, picture, png_chunk, png_that_claims

pytestmark = pytest.mark.pure
TRACES = (b"Exif", b"EXIF", b"GPS", b"SecretPhone", b"HOMEADDRESS", b"XMP", b"xpacket", b"ICCP", b"our house")


def made(content: bytes, *widths: int) -> list[MadePicture]:
    return make_pictures(content, widths=widths or (480, 1280), seconds=12)


def opened(one: MadePicture) -> Image.Image:
    return Image.open(io.BytesIO(one.content)).convert("RGB")


def red_corner(image: Image.Image) -> list[bool]:
    """Whether each corner, from the top left by rows, is the red one."""
    width, height = image.size
    places = ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8))
    pixels = [image.getpixel((int(width * x), int(height * y))) for x, y in places]
    return [pixel[1] < 100 for pixel in pixels]  # type: ignore[index]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_each_kind_that_telephones_make_is_taken(kind: str) -> None:
    small, large = made(picture(kind, (1600, 1000)))
    assert (small.width, small.height, large.width, large.height) == (480, 300, 1280, 800)
    assert opened(large).size == (1280, 800)
    assert red_corner(opened(small)) == [True, False, False, False]
    assert sniff(large.content) == "webp"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_where_when_and_by_which_device_is_taken_out(kind: str) -> None:
    sent = picture(kind, exif=exif())
    assert b"SecretPhone" in sent
    for one in made(sent):
        assert [trace for trace in TRACES if trace in one.content] == []
        assert not Image.open(io.BytesIO(one.content)).getexif()


def test_comments_profiles_and_xmp_are_taken_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    jpeg = picture("JPEG", comment=b"our house", icc_profile=profile, xmp=b"<?xpacket begin our house?>")
    text = png_chunk(b"tEXt", b"Comment\0our house")
    plain = picture("PNG", icc_profile=profile)
    png = plain[:33] + text + plain[33:]
    for sent in (jpeg, png, picture("WEBP", xmp=b"<?xpacket our house?>", icc_profile=profile)):
        assert b"our house" in sent
        for one in (*made(sent), *make_pictures(sent, widths=(500,), kind="jpeg", seconds=9)):
            assert [trace for trace in TRACES if trace in one.content] == []
            assert "icc_profile" not in Image.open(io.BytesIO(one.content)).info


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, 0), (2, 1), (3, 3), (4, 2), (5, 0), (6, 1), (7, 3), (8, 2)]
)
def test_a_picture_that_lies_on_its_side_is_set_upright(orientation: int, corner: int) -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        image = opened(made(picture(kind, (600, 300), exif=exif(orientation)))[0])
        assert red_corner(image).index(True) == corner
        assert (image.width < image.height) == (orientation > 4)


def test_what_lies_outside_of_screens_is_made_plain() -> None:
    for sent in (
        picture("JPEG", mode="CMYK"),
        picture("PNG", mode="P"),
        picture("PNG", mode="LA"),
        picture("PNG", mode="1"),
        picture("JPEG", mode="L"),
        picture("PNG", save_all=True, append_images=[Image.new("RGB", (640, 400))]),  # moving
        picture("WEBP", save_all=True, append_images=[Image.new("RGB", (640, 400))]),
        picture("MPO", save_all=True, append_images=[Image.new("RGB", (640, 400))]),  # two eyes
    ):
        image = opened(made(sent)[0])
        assert image.size == (480, 300)
        assert red_corner(image)[0] or image.getpixel((5, 5))[0] < 120  # type: ignore[index]  # red, or its grey
        assert image.getpixel((470, 290))[1] > 240  # type: ignore[index]  # white


def test_sixteen_bits_keep_their_brightness() -> None:
    written = io.BytesIO()
    Image.new("I;16", (50, 50), 128 * 257).save(written, "PNG")
    assert abs(opened(made(written.getvalue())[0]).getpixel((20, 20))[0] - 128) <= 2  # type: ignore[index]


def test_what_is_see_through_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(written, "PNG")
    assert opened(made(written.getvalue())[0]).getpixel((20, 20)) == (255, 255, 255)


def test_none_is_made_larger_than_it_came() -> None:
    assert [(one.width, one.height) for one in made(picture(size=(100, 60)))] == [(100, 60)] * 2
    assert [(one.width, one.height) for one in made(picture(size=(1, 1)))] == [(1, 1)] * 2
    tall = made(picture("PNG", size=(10, 5000)))[1]
    assert tall.height <= 2560


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (SVG, "drawing"),
        (b"<svg onload=alert(1)>", "drawing"),
        (HTML, "web page"),
        (b"%PDF-1.7\n", "PDF"),
        (b"MZ\x90\x00" + bytes(200), "program"),
        (b"\x7fELF" + bytes(200), "program"),
        (b"#!/bin/sh\nrm -rf /\n", "program"),
        (packed(a=b"x"), "packed"),
        (b"GIF89a/*" + bytes(20) + b"*/=alert(1)", "GIF"),
        (b"II*\x00" + bytes(50), "TIFF"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "film"),
        (b"\x00\x00\x00\x1cftypavif" + bytes(50), "AVIF"),
        (b"just words", "not a picture"),
        (bytes(1000), "not a picture"),
        (b"\xff\xd8\xff", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "damaged"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(50), "damaged"),
        (picture()[:2000], "damaged"),
        (picture("PNG")[:-300], "damaged"),
        (picture("HEIF")[:700], "damaged"),
        (b"\xff\xd8\xff" + SVG, "damaged"),
        (png_that_claims(0, 10), "damaged|no size"),
        (png_that_claims(50, 50), "damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:12].hex(),
)
def test_what_is_no_picture_is_refused_with_a_word(content: bytes, word: str) -> None:
    with pytest.raises(PictureRefusedError, match=word):
        made(content)


def test_two_hundred_megapixels_are_refused_by_the_header() -> None:
    began = time.monotonic()
    for sent in (png_that_claims(20_000, 10_000), png_that_claims(2**31 - 1, 2**31 - 1)):
        with pytest.raises(PictureRefusedError, match="more than 50 megapixels"):
            made(sent)
    assert time.monotonic() - began < 3
    written = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(written, "PNG")
    assert len(written.getvalue()) < 100_000
    with pytest.raises(PictureRefusedError, match="more than 50 megapixels"):
        made(written.getvalue())


def test_a_bomb_of_pixels_that_the_header_hides_is_damaged() -> None:
    """The header says 50 by 50; what is packed would be a hundred megabytes."""
    content = png_that_claims(50, 50, bytes(100_000_000))
    assert len(content) < 200_000
    began = time.monotonic()
    with contextlib.suppress(PictureRefusedError):
        assert opened(made(content)[0]).size == (50, 50)
    assert time.monotonic() - began < 10


def test_a_bomb_of_text_beside_the_pixels_is_harmless() -> None:
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000)))
    plain = picture("PNG")
    began = time.monotonic()
    with contextlib.suppress(PictureRefusedError):
        assert opened(made(plain[:33] + bomb + plain[33:])[0]).size == (480, 300)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("tail", [packed(**{"evil.js": b"alert(1)"}), SVG, HTML, b"MZ" + bytes(99)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_on_a_picture_stays_behind(kind: str, tail: bytes) -> None:
    for one in made(picture(kind) + tail):
        assert tail not in one.content
        assert b"PK\x03\x04" not in one.content
        assert b"script" not in one.content


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(PictureRefusedError, match="larger than 15 MB"):
        made(picture() + bytes(MOST_BYTES))


def test_a_picture_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PictureRefusedError, match="takes too long"):
        make_pictures(picture(size=(3000, 3000)), widths=(480,), seconds=0.01)
    with pytest.raises(PictureRefusedError, match="too many pictures at once"):
        make_pictures(picture(), widths=(480,), seconds=Patience(-1).left())


def test_a_decoder_that_dies_takes_nobody_along(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for dying in ("import os; os.abort()", "x = bytearray(10**12)", "import sys; sys.exit(3)"):
        program = tmp_path / "dying.py"
        program.write_text(dying)
        monkeypatch.setattr(pictures, "PROGRAM", program)
        with pytest.raises(PictureRefusedError, match="damaged"):
            made(picture())


def test_the_decoder_sees_none_of_our_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for decoders")
    program = tmp_path / "telling.py"
    program.write_text("import os, json; print(json.dumps({'refused': str(dict(os.environ))}))")
    monkeypatch.setattr(pictures, "PROGRAM", program)
    with pytest.raises(PictureRefusedError) as told:
        made(picture())
    assert "SECRET_KEY" not in str(told.value)


@settings(max_examples=examples(25), deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from([b"", *(picture(kind)[:40] for kind in ("JPEG", "PNG", "WEBP"))])
)
def test_random_bytes_get_a_word(tail: bytes, start: bytes) -> None:
    with contextlib.suppress(PictureRefusedError):
        assert made(start + tail, 480)[0].width <= 480


@settings(max_examples=examples(25), deadline=None)
@given(st.data(), st.sampled_from(["JPEG", "PNG", "WEBP", "HEIF"]))
def test_a_picture_with_a_flipped_byte_is_taken_or_refused(data: st.DataObject, kind: str) -> None:
    content = bytearray(picture(kind, (64, 48)))
    for _ in range(3):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(PictureRefusedError):
        assert 1 <= made(bytes(content), 480)[0].width <= 480
