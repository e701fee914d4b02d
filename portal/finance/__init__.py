"""Finance: a village's money typed or taken from a spreadsheet line by line, balanced, shown, and two years back."""

from flask import Blueprint

bp = Blueprint("finance", __name__, url_prefix="/finance")
