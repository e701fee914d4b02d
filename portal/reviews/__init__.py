"""Reviews: the procedure a draft goes through before it is published, step by step, each with who and when."""

from flask import Blueprint

bp = Blueprint("reviews", __name__, url_prefix="/reviews")
