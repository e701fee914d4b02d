"""This installation's keys as they are used: the file in the data folder, and when it was made."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from portal.foundation.access import Permission, Viewer
from portal.foundation.deeds import deed
from portal.foundation.refusal import Refused
from portal.places.rules import PlaceKind

from . import keys
from .belonging import ours
from .keys import Own, card_of
from .records import OwnKey, newest_key, own_key

LEVELS = frozenset({PlaceKind.COUNTY, PlaceKind.TOWNSHIP, PlaceKind.VILLAGE})


def folder() -> Path:
    """Where the secret file lies."""
    return Path(current_app.config["DATA_DIR"])


def own() -> Own:
    """Our keys, ready for use; refused when there are none, or when their file is gone."""
    found = keys.kept(folder())
    if found is None:
        raise Refused("exchange.no_keys" if own_key() is None else "exchange.keys_lost")
    return found


def make_keys(viewer: Viewer) -> OwnKey:
    """Make a pair of keys, or new ones for an installation that had some: every partner must confirm those again."""
    here = ours()
    acting = viewer.acting_as(Permission.TRUST, here.home.path)
    if here.home.level not in LEVELS:
        raise Refused("exchange.no_office")
    with deed(acting, "parcel.keys_made", place=here.home.id) as done:
        before = newest_key()
        made = keys.renewed(before.installation) if before is not None else keys.fresh()
        parent = here.line[-2].code if len(here.line) > 1 else ""
        card = card_of(made, here.home.level, here.home.code, here.home.name, parent)
        if before is not None and before.ended_at is None:
            before.ended_at = done.at
            before.save()
        done.subject = known = OwnKey.create(
            installation=made.installation, card=card.text, fingerprint=card.fingerprint, made_at=done.at,
            by_name=acting.name,
        )
        done.facts(installation=made.installation, fingerprint=card.fingerprint, renewed=before is not None)
        keys.keep(folder(), Own(made, card))
        return known
