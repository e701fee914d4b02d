"""Cases: every request, dispute and finding is carried, level by level, until whoever raised it has been told."""

from flask import Blueprint

bp = Blueprint("cases", __name__, url_prefix="/cases")
