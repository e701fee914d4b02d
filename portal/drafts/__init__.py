"""Drafts: where a publication is written, looked at as a stranger will see it, and put up."""

from flask import Blueprint

bp = Blueprint("drafts", __name__, url_prefix="/drafts")
