"""Places: county, township, village, group and grid in one tree."""

from flask import Blueprint

bp = Blueprint("places", __name__, url_prefix="/places")
