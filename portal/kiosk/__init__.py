"""The office touch screen: big, forgetful, with no way out."""

from flask import Blueprint

bp = Blueprint("kiosk", __name__, url_prefix="/kiosk")
