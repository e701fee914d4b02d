"""Keys that were ours, partners and their cards, parcels that went and came, and what lay in them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from flask import abort
from peewee import BigIntegerField, CharField, DateTimeField, ForeignKeyField, IntegerField, fn

from portal.foundation.database import Record, locked, tuples_of
from portal.places.rules import PlaceKind

from .keys import Card
from .kinds import Direction, Effect, ItemKind


class OwnKey(Record):
    """The public half of a pair of keys this installation has or had; the secret half is never in the database."""

    installation = CharField(16)
    card = CharField(400)
    fingerprint = CharField(30)
    made_at = DateTimeField()
    by_name = CharField(80)
    ended_at = DateTimeField(null=True)

    class Meta:
        table_name = "parcel_key"


class Partner(Record):
    """Another installation by its card; nothing goes there or comes from there until the card is confirmed."""

    installation = CharField(16, index=True)
    sign = CharField(64)
    seal = CharField(64)
    kind = CharField(12)
    code = CharField(20)
    name = CharField(60)
    parent = CharField(20)
    fingerprint = CharField(30)
    proposed_at = DateTimeField()
    proposed_by = CharField(80)
    confirmed_at = DateTimeField(null=True)
    confirmed_by = CharField(80, default="")
    ended_at = DateTimeField(null=True)

    class Meta:
        table_name = "parcel_partner"

    @property
    def card(self) -> Card:
        """Its public half as it was brought here."""
        return Card(
            self.installation, bytes.fromhex(self.sign), bytes.fromhex(self.seal), PlaceKind(self.kind), self.code,
            self.name, self.parent,
        )

    @property
    def trusted(self) -> bool:
        """Whether parcels may go and come."""
        return self.confirmed_at is not None and self.ended_at is None


class Parcel(Record):
    """A parcel that was made or opened here; sealed. `token` is its own number, `made_at` the sender's moment."""

    direction = CharField(4)
    token = CharField(32)
    partner = ForeignKeyField(Partner, backref="+", on_delete="RESTRICT")
    made_at = DateTimeField()
    at = DateTimeField()
    by_id = IntegerField(null=True)
    by_name = CharField(80)
    by_post = CharField(120)
    size = BigIntegerField()
    sha256 = CharField(64)
    word = CharField(64)

    if TYPE_CHECKING:
        partner_id: int

    class Meta:
        table_name = "parcel"
        indexes = ((("direction", "token"), True), (("partner", "direction", "id"), False))

    @property
    def way(self) -> Direction:
        """Made here or come here."""
        return Direction(self.direction)


class ParcelItem(Record):
    """One thing in a parcel and what opening it did; sealed. `origin` and `name` say which, `sequence` how far."""

    parcel = ForeignKeyField(Parcel, backref="+", on_delete="RESTRICT")
    kind = CharField(12)
    origin = CharField(16)
    name = CharField(40)
    sequence = BigIntegerField()
    effect = CharField(8)
    reason = CharField(60, default="")

    if TYPE_CHECKING:
        parcel_id: int

    class Meta:
        table_name = "parcel_item"
        indexes = ((("origin", "kind", "name", "sequence"), False),)

    @property
    def what(self) -> ItemKind:
        """What it is."""
        return ItemKind(self.kind)

    @property
    def did(self) -> Effect:
        """What opening it did."""
        return Effect(self.effect)


class ParcelReceipt(Record):
    """That the other office opened a parcel, by its word; sealed."""

    parcel = ForeignKeyField(Parcel, backref="+", on_delete="RESTRICT", unique=True)
    at = DateTimeField()
    by_name = CharField(80)
    how = CharField(8)

    if TYPE_CHECKING:
        parcel_id: int

    class Meta:
        table_name = "parcel_receipt"


def own_key() -> OwnKey | None:
    """The keys in use."""
    query = OwnKey.select().where(OwnKey.ended_at.is_null()).order_by(OwnKey.id.desc())
    found: OwnKey | None = query.first()
    return found


def newest_key() -> OwnKey | None:
    """The newest keys, in use or not: an installation keeps its name when its keys are renewed."""
    found: OwnKey | None = OwnKey.select().order_by(OwnKey.id.desc()).first()
    return found


def all_partners() -> list[Partner]:
    """Every card that has not been put away, in the order they came."""
    return list(Partner.select().where(Partner.ended_at.is_null()).order_by(Partner.id).limit(400))


def trusted_partners() -> list[Partner]:
    """The offices parcels may go to."""
    asked = Partner.confirmed_at.is_null(False), Partner.ended_at.is_null()
    return list(Partner.select().where(*asked).order_by(Partner.code, Partner.id).limit(400))


def partner_or_404(partner_id: int) -> Partner:
    """A card that has not been put away."""
    found: Partner | None = Partner.get_or_none(Partner.id == partner_id, Partner.ended_at.is_null())
    return found if found is not None else abort(404)


def locked_partner(partner_id: int) -> Partner:
    """The card, held against others until the deed ends."""
    found: Partner = locked(Partner.select().where(Partner.id == partner_id)).get()
    return found


def partner_called(installation: str) -> Partner | None:
    """The confirmed card of an installation."""
    asked = Partner.installation == installation, Partner.confirmed_at.is_null(False), Partner.ended_at.is_null()
    found: Partner | None = Partner.select().where(*asked).order_by(Partner.id.desc()).first()
    return found


def waiting_card(installation: str) -> bool:
    """Whether a card of this installation lies here unconfirmed."""
    asked = Partner.installation == installation, Partner.confirmed_at.is_null(), Partner.ended_at.is_null()
    return bool(Partner.select().where(*asked).exists())


def cards_of(installation: str) -> list[Partner]:
    """Every card of one installation that has not been put away, and those of renewed keys."""
    return list(Partner.select().where(Partner.installation == installation, Partner.ended_at.is_null()))


def parcel_known(direction: Direction, token: str) -> Parcel | None:
    """A parcel by its number, with its partner."""
    query = Parcel.select(Parcel, Partner).join(Partner)
    found: Parcel | None = query.where(Parcel.direction == direction, Parcel.token == token).first()
    return found


def parcel_or_404(direction: Direction, token: str) -> Parcel:
    """The same for a page."""
    return parcel_known(direction, token) or abort(404)


def parcels_page(before: int | None, count: int) -> list[Parcel]:
    """The newest parcels both ways, with partners; receipts are asked for beside them."""
    query = Parcel.select(Parcel, Partner).join(Partner).order_by(Parcel.id.desc()).limit(count)
    if before is not None:
        query = query.where(Parcel.id < before)
    return list(query)


def items_of(parcel: Parcel) -> list[ParcelItem]:
    """What lay in it, in the order of the list."""
    return list(ParcelItem.select().where(ParcelItem.parcel == parcel.id).order_by(ParcelItem.id))


def receipts_of(ids: Collection[int]) -> dict[int, ParcelReceipt]:
    """The receipts of some parcels, by the parcel's id."""
    query = ParcelReceipt.select().where(ParcelReceipt.parcel.in_(list(ids)))
    return {one.parcel_id: one for one in query} if ids else {}


def parcel_with_word(word: str) -> Parcel | None:
    """The parcel sent from here whose receipt is this word, by the word's fingerprint."""
    query = Parcel.select(Parcel, Partner).join(Partner)
    found: Parcel | None = query.where(Parcel.direction == Direction.OUT, Parcel.word == word).first()
    return found


def opened_lately(installation: str, most: int = 200) -> list[Parcel]:
    """The newest parcels from an installation that were opened here, whatever keys it had."""
    query = Parcel.select().join(Partner).where(
        Parcel.direction == Direction.IN, Partner.installation == installation
    )
    return list(query.order_by(Parcel.id.desc()).limit(most))


def last_sent(installation: str) -> dict[tuple[str, str], int]:
    """How far each thing was ever sent to an installation: its sequence by kind and name; cases are not asked for."""
    query = (
        ParcelItem.select(ParcelItem.kind, ParcelItem.name, fn.MAX(ParcelItem.sequence)).join(Parcel).join(Partner)
        .where(
            Parcel.direction == Direction.OUT, Partner.installation == installation, ParcelItem.kind != ItemKind.CASE,
        )
        .group_by(ParcelItem.kind, ParcelItem.name)
    )
    return {(kind, name): int(sequence) for kind, name, sequence in tuples_of(query)}
