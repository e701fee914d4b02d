"""Decisions: 四议两公开, a ladder of steps each of which opens only when the one before it is valid."""

from flask import Blueprint

bp = Blueprint("decisions", __name__, url_prefix="/decisions")
