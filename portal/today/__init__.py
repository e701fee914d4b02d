"""What is to be done today: the page people with an account arrive on."""

from flask import Blueprint

bp = Blueprint("today", __name__, url_prefix="/today")
