"""Special days: the holidays and make-up working days the office enters when the national list is late."""

from flask import Blueprint

bp = Blueprint("closures", __name__, url_prefix="/closures")
