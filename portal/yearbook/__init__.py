"""The yearbook: everything a place published in a year, as a list, a print set, and tables to take away."""

from flask import Blueprint

bp = Blueprint("yearbook", __name__, url_prefix="/yearbook")
