"""Search over what is published, by words or by pinyin."""

from flask import Blueprint

bp = Blueprint("search", __name__, url_prefix="/search")
