"""The first visit: ten fields, and the portal is the village's own."""

from flask import Blueprint

bp = Blueprint("setup", __name__, url_prefix="/setup")
