"""Check a poster by its code."""

from flask import Blueprint

bp = Blueprint("check", __name__, url_prefix="/check")
