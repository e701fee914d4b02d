"""The wall: which sheet hangs on which board since when, the photo that proves it, and everything read off paper."""

from flask import Blueprint

bp = Blueprint("wall", __name__, url_prefix="/wall")
