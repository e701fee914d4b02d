"""Teams: who helps in the village, at which post, with which of the five basic tasks."""

from flask import Blueprint

bp = Blueprint("teams", __name__, url_prefix="/teams")
