"""A photo arrives small, upright and alone: nothing it knew about the camera or the place stays."""

import io
import subprocess
import sys
import zlib

import pytest
from PIL import Image, PngImagePlugin

from portal.foundation.photos import MOST_BYTES, shrink
from portal.foundation.refusal import Refused
from portal.foundation.sniffing import FileKind, sniff

SECRET = b"36.41234 94.90335"


def packed(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(contents: bytes) -> Image.Image:
    return Image.open(io.BytesIO(contents))


def noise(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 200).convert("RGB")


def secrets_in_it() -> list[bytes]:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    image = Image.new("RGB", (40, 20), "green")
    profile = b"\0" * 120 + SECRET
    return [
        packed(image, "JPEG", exif=exif, comment=SECRET, icc_profile=profile, xmp=SECRET),
        packed(image, "PNG", exif=exif, pnginfo=text, icc_profile=profile),
        packed(image, "WEBP", exif=exif, xmp=SECRET, icc_profile=profile),
        packed(image, "JPEG") + SECRET,
    ]


@pytest.mark.parametrize("photo", secrets_in_it())
def test_nothing_but_the_picture_survives(photo: bytes) -> None:
    assert SECRET in photo or b"zTXt" in photo or zlib.compress(SECRET)[2:8] in photo
    small, kind = shrink(photo)
    assert SECRET not in small
    picture = opened(small)
    assert not picture.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment", "Comment"} & set(picture.info)
    assert sniff(small, f"x.{kind}") is kind


def test_a_large_photo_becomes_small_enough() -> None:
    small, kind = shrink(packed(noise(3000, 2000), "JPEG", quality=95))
    assert kind is FileKind.WEBP
    assert len(small) <= MOST_BYTES
    assert max(opened(small).size) <= 1280


def test_a_quiet_photo_keeps_its_full_side() -> None:
    small, _ = shrink(packed(Image.new("RGB", (2560, 1280), "blue"), "PNG"))
    assert opened(small).size == (1280, 640)


def test_a_small_photo_is_not_made_larger() -> None:
    assert opened(shrink(packed(Image.new("RGB", (30, 20)), "PNG"))[0]).size == (30, 20)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_taken_sideways_stands_upright(kind: str) -> None:
    image = Image.new("RGB", (64, 32), "black")
    image.paste("white", (0, 0, 32, 32))
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = opened(shrink(packed(image, kind, exif=exif))[0]).convert("L")
    assert upright.size == (32, 64)
    assert int(upright.getpixel((16, 8))) > 200 > 60 > int(upright.getpixel((16, 56)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_becomes_a_plain_picture(mode: str) -> None:
    image = Image.new(mode, (50, 40))
    small, _ = shrink(packed(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert opened(small).mode == "RGB"


def test_what_is_seen_through_becomes_white() -> None:
    small, _ = shrink(packed(Image.new("RGBA", (50, 40), (255, 0, 0, 0)), "PNG"))
    assert min(opened(small).convert("RGB").getpixel((25, 20))) > 250


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_note_about_the_camera_does_not_cost_the_picture() -> None:
    photo = packed(Image.new("RGB", (40, 20)), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x05\x01\x12\xff\xff")
    assert opened(shrink(photo)[0]).size == (40, 20)


@pytest.mark.parametrize(
    "photo",
    [
        packed(noise(200, 200), "JPEG")[:2000], packed(noise(200, 200), "PNG")[:2000], b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\0\0\0\0WEBPVP8 ", b"<svg/>", b"GIF89a" + bytes(20), b"",
    ],
)
def test_a_broken_photo_is_refused(photo: bytes) -> None:
    with pytest.raises(Refused) as refused:
        shrink(photo)
    assert refused.value.key == "uploads.broken_photo"


@pytest.mark.parametrize(
    ("mode", "kind", "side", "options", "taken"),
    [
        ("L", "JPEG", 6000, {}, True), ("L", "JPEG", 6000, {"progressive": True}, False),
        ("L", "JPEG", 7200, {}, False), ("L", "PNG", 3600, {}, False),
        ("L", "PNG", 3500, {}, True), ("RGB", "WEBP", 3000, {}, False),
        ("RGB", "WEBP", 2900, {}, True),
    ],
)
def test_what_a_picture_costs_to_open_decides(
    mode: str, kind: str, side: int, options: dict[str, object], taken: bool,
) -> None:
    photo = packed(Image.new(mode, (side, side)), kind, **options)
    if taken:
        assert opened(shrink(photo)[0]).size == (1280, 1280)
        return
    with pytest.raises(Refused) as refused:
        shrink(photo)
    assert refused.value.key == "uploads.bomb"


BOMB = """
import struct, sys, zlib
from portal.foundation.photos import shrink
from portal.foundation.refusal import Refused

def chunk(kind, contents):
    return struct.pack(">I", len(contents)) + kind + contents + struct.pack(">I", zlib.crc32(kind + contents))

side, bits, colour = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
press = zlib.compressobj(9)
row = bytes(1 + side * bits // 8)
rows = b"".join(press.compress(row) for _ in range(side)) + press.flush()
head = struct.pack(">IIBBBBB", side, side, min(bits, 8), colour, 0, 0, 0)
png = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
try:
    print(len(shrink(png)[0]) and "taken")
except Refused as refused:
    print(refused.key)
own = [line for line in open("/proc/self/status", encoding="ascii") if line.startswith("VmHWM")]
print(int(own[0].split()[1]) // 1024)
"""
# getrusage would count what the process that started this one had in memory.


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize(
    ("side", "bits", "colour", "answer"),
    [(30_000, 1, 0, "uploads.bomb"), (3500, 32, 6, "taken")]
)
def test_a_picture_never_takes_much_memory(side: int, bits: int, colour: int, answer: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOMB, str(side), str(bits), str(colour)], capture_output=True, text=True, check=True,
    )
    said, megabytes = done.stdout.split()
    assert said == answer
    assert int(megabytes) < 250
