"""Which story of a case goes on, who may send what, and a card and a parcel as bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.cases.kinds import Stage, Verb
from portal.exchange import rules
from portal.exchange.contents import Contents, Counts, Filed, Heard, Receipt, SentFigures, Spot
from portal.exchange.envelope import outside_of, unwrap, wrap
from portal.exchange.keys import Card, card_from, card_of, fresh, keep, kept, path_in, renewed
from portal.exchange.keys import Own as OwnKeys
from portal.exchange.packing_up import again, packed, plain, unpacked
from portal.exchange.rules import Rank
from portal.foundation.refusal import Refused
from portal.places.rules import PlaceKind

VILLAGE, TOWNSHIP = fresh(), fresh()
OURS = card_of(TOWNSHIP, PlaceKind.TOWNSHIP, "990100", "大格乡", "990000")
THEIRS = card_of(VILLAGE, PlaceKind.VILLAGE, "990101", "柳坡村", "990100")
TOKEN = "0123456789abcdef" * 2
FILE = wrap(b"what a village sends", TOKEN, VILLAGE, OURS)


def refused(key: str):
    """A refusal with this key."""
    return pytest.raises(Refused, match=key.replace(".", r"\."))


@pytest.mark.parametrize(("ours", "theirs", "unseen", "goes_on"), [
    ((Stage.RAISED, 0), (Stage.DONE, 0), [], True),
    ((Stage.TOLD, 0), (Stage.RAISED, 0), [], True),
    ((Stage.RAISED, 0), (Stage.HANDLING, 0), [Verb.ADD, Verb.ME_TOO], True),
    ((Stage.CLOSED, 0), (Stage.HANDLING, 0), [Verb.WITHDRAW], False),
    ((Stage.HANDLING, 0), (Stage.CLOSED, 0), [Verb.NOTE], True),
    ((Stage.RATED, 0), (Stage.RATED, 0), [Verb.RATE], False),
    ((Stage.ASSIGNED, 1), (Stage.CLOSED, 0), [Verb.REOPEN], False),
    ((Stage.CLOSED, 0), (Stage.ASSIGNED, 1), [Verb.CLOSE], True),
])
def test_the_story_that_knew_the_other_goes_on(
    ours: tuple[Stage, int], theirs: tuple[Stage, int], unseen: list[Verb], goes_on: bool,
) -> None:
    assert rules.theirs_goes_on(Rank.of(*ours), Rank.of(*theirs), unseen) is goes_on


@given(st.sampled_from(Stage), st.sampled_from(Stage), st.integers(0, 3), st.integers(0, 3))
def test_two_offices_never_swap_their_stories(one: Stage, other: Stage, first: int, second: int) -> None:
    here, there = Rank.of(one, first), Rank.of(other, second)
    moved = [Verb.NOTE]
    assert not (rules.theirs_goes_on(here, there, moved) and rules.theirs_goes_on(there, here, moved))


@pytest.mark.parametrize(("code", "parent", "key"), [
    ("990101", "990100", "exchange.same_place"), ("880100", "880000", "exchange.no_kin"),
])
def test_parcels_go_up_and_down_one_line(code: str, parent: str, key: str) -> None:
    line = ["990000", "990100", "990101"]
    rules.check_kin("990100", "990000", line, {"990101"})
    rules.check_kin("99010101", "990101", line, {"990101"})
    with refused(key):
        rules.check_kin(code, parent, line, {"990101"})


def test_a_fingerprint_is_typed_as_people_type() -> None:
    rules.check_fingerprint(" wq2u cqrp－ksbm v5nq xh6a ", "WQ2U-CQRP-KSBM-V5NQ-XH6A")
    for typed in ("", "WQ2U-CQRP-KSBM-V5NQ-XH6B"):
        with refused("exchange.fingerprint_differs"):
            rules.check_fingerprint(typed, "WQ2U-CQRP-KSBM-V5NQ-XH6A")


def test_a_file_name_names_nobody() -> None:
    assert rules.file_name("990101", "990100", "20261120", TOKEN) == "cunkou-990101-990100-20261120-01234567.parcel"


def test_a_gap_and_a_foreign_place_are_refused() -> None:
    rules.check_no_gap(3, 3)
    with refused("exchange.gap"):
        rules.check_no_gap(4, 3)
    with refused("exchange.not_theirs"):
        rules.check_theirs(["990000", "990100", "990102"], "990101", "990100")
    with refused("exchange.not_theirs"):
        rules.check_theirs(["990000", "990199", "990101"], "990101", "990100")
    rules.check_theirs(["990000", "990100", "990101", "99010101"], "990101", "990100")
    with refused("exchange.nothing_waits"):
        rules.check_chosen(0, 0)
    with refused("exchange.nothing_chosen"):
        rules.check_chosen(0, 2)
    with refused("exchange.too_large"):
        rules.check_size(11, 10)


def test_a_card_survives_hands_and_cameras() -> None:
    text = THEIRS.text
    spaced = text.replace("-", " ").replace("/", " ／ ")
    for typed in (text, text.lower(), spaced, f"\n {text}\n", text[:60] + "\n" + text[60:]):
        assert card_from(typed) == THEIRS


@given(st.integers(0, 120), st.sampled_from("23456789ABCDEFGHJKMNPQRSTUVWXYZ"))
@settings(max_examples=60)
def test_a_mistyped_card_is_noticed(at: int, sign: str) -> None:
    head, code, rest = THEIRS.text.split("/", 2)
    plainly = code.replace("-", "")
    wrong = plainly[:at] + sign + plainly[at + 1 :]
    if wrong != plainly:
        with refused("exchange.card_mistyped"):
            card_from(f"{head}/{wrong}/{rest}")


@pytest.mark.parametrize(("text", "key"), [
    ("", "exchange.no_card"), ("https://example.org", "exchange.no_card"), ("CUNKOU2/ABC/V99/x/1", "exchange.newer"),
    ("CUNKOU1/ABC", "exchange.card_mistyped"), ("CUNKOU1/!!/V990101/柳坡村/990100", "exchange.card_mistyped"),
    ("CUNKOU1/" + "Z" * 200 + "/V990101/柳坡村/990100", "exchange.card_mistyped"),
])
def test_what_is_no_card_is_said_to_be_none(text: str, key: str) -> None:
    with refused(key):
        card_from(text)


def test_another_name_on_a_card_is_another_fingerprint() -> None:
    renamed = Card(THEIRS.installation, THEIRS.sign, THEIRS.seal, THEIRS.kind, THEIRS.code, "河湾村", THEIRS.parent)
    assert renamed.fingerprint != THEIRS.fingerprint and len(THEIRS.fingerprint.replace("-", "")) == 20


def test_a_parcel_opens_for_its_receiver() -> None:
    assert unwrap(FILE, TOWNSHIP, OURS, THEIRS) == b"what a village sends"
    assert outside_of(FILE).sender == VILLAGE.installation
    assert b"village sends" not in FILE and "柳坡".encode() not in FILE


def test_every_changed_byte_is_refused() -> None:
    for at in range(len(FILE)):
        changed = bytearray(FILE)
        changed[at] ^= 0x20
        with pytest.raises(Refused):
            unwrap(bytes(changed), TOWNSHIP, OURS, THEIRS)
    for cut in (1, 63, 64, 65, len(FILE) - 20):
        with pytest.raises(Refused):
            unwrap(FILE[:-cut], TOWNSHIP, OURS, THEIRS)
    with refused("exchange.altered"):
        unwrap(FILE + b"x", TOWNSHIP, OURS, THEIRS)


def test_a_stranger_signature_another_receiver_and_an_old_key_are_refused() -> None:
    other = fresh()
    false = card_of(renamed_as(other, VILLAGE), PlaceKind.VILLAGE, "990101", "柳坡村", "990100")
    with refused("exchange.altered"):
        unwrap(FILE, TOWNSHIP, OURS, false)
    elsewhere = card_of(other, PlaceKind.TOWNSHIP, "990199", "石门乡", "990000")
    with refused("exchange.not_for_us"):
        unwrap(FILE, other, elsewhere, THEIRS)
    newer = renewed(TOWNSHIP.installation)
    with refused("exchange.old_key"):
        unwrap(FILE, newer, card_of(newer, PlaceKind.TOWNSHIP, "990100", "大格乡", "990000"), THEIRS)
    with refused("exchange.newer"):
        outside_of(FILE.replace(b"PARCEL 1", b"PARCEL 2", 1))


def renamed_as(keys, other):
    """Somebody else's keys under another installation's name."""
    return type(keys)(other.installation, keys.sign, keys.seal)


def contents(**more) -> Contents:
    """Something to carry."""
    return Contents(
        token=TOKEN, sender="a" * 16, receiver="b" * 16, made_at=datetime(2026, 11, 20, 4), word="AAAA-BBBB-CCCC",
        **more,
    )


def test_contents_come_back_as_they_went() -> None:
    sent = contents(
        filed=(Filed(number="LP-2026-0001", version=2, at=datetime(2026, 11, 1), name="乡某某", post="乡镇审核"),),
        figures=(SentFigures(year=2026, taken=7, place=(Spot(PlaceKind.COUNTY, "99", "云山县"),), counts=(
            Counts(kind="request", cases=3, closed=2, settled=1, in_time=1, asked=1, content=1, middle=None),)),),
        heard=(Heard(origin="a", number="1", line=2, photo=0),), receipts=(Receipt("t", "w"),),
    )
    assert unpacked(packed(sent)) == sent
    assert again(SentFigures, plain(sent.figures[0])) == sent.figures[0]


def box(text: str, **files: bytes) -> bytes:
    """A zip with this text and files."""
    kept_in = io.BytesIO()
    with zipfile.ZipFile(kept_in, "w", zipfile.ZIP_DEFLATED) as packing:
        packing.writestr("parcel.json", text)
        for name, contents_of in files.items():
            packing.writestr(f"photos/{name}", contents_of)
    return kept_in.getvalue()


def test_a_newer_and_a_swollen_box_are_refused() -> None:
    good = zipfile.ZipFile(io.BytesIO(packed(contents()))).read("parcel.json").decode()
    assert unpacked(box(good)) == contents()
    with refused("exchange.newer"):
        unpacked(box(good.replace('"format": 1', '"format": 2')))
    with refused("exchange.newer"):
        unpacked(box(good[:-1] + ', "more": 1}'))
    with refused("exchange.altered"):
        unpacked(box(good, abc=b"not what it says"))
    with refused("exchange.altered"):
        unpacked(b"PK rubbish")
    with refused("exchange.too_much"):
        unpacked(box(good, big=bytes(70 * 1024 * 1024)))


def test_keys_are_for_their_owner_alone(tmp_path) -> None:
    assert kept(tmp_path) is None
    keep(tmp_path, OwnKeys(VILLAGE, THEIRS))
    assert path_in(tmp_path).stat().st_mode & 0o777 == 0o600
    found = kept(tmp_path)
    assert found is not None and found.keys == VILLAGE and found.card == THEIRS
    text = path_in(tmp_path).read_text(encoding="utf-8")
    path_in(tmp_path).write_text(text.replace("key 1", "key 9"), encoding="utf-8")
    with refused("exchange.keys_unreadable"):
        kept(tmp_path)
