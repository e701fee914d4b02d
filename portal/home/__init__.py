"""The first pages: what is new, what is due, and the portal's own notices."""

from flask import Blueprint

bp = Blueprint("home", __name__)
