"""Disclosures: what the village publishes, how it is corrected, and how long it stays up."""

from flask import Blueprint

bp = Blueprint("disclosures", __name__, url_prefix="/disclosures")
