"""Parcels (包裹): signed and encrypted files that carry cases, filed papers and figures between two offices' PCs."""

from flask import Blueprint

bp = Blueprint("exchange", __name__, url_prefix="/exchange")
