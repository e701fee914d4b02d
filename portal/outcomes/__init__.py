"""Outcomes: a resolution is posted, may be objected to, is carried out, and its result is checked and posted too."""

from flask import Blueprint

bp = Blueprint("outcomes", __name__, url_prefix="/outcomes")
