"""Activities: what happens when and where, who put themselves down, and who came."""

from flask import Blueprint

bp = Blueprint("activities", __name__, url_prefix="/activities")
