"""People: accounts, the posts they hold in places, and signing in."""

from flask import Blueprint

bp = Blueprint("people", __name__)
