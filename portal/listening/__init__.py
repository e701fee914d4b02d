"""The listening room (心灵驿站): private appointments, and petitions referred lawfully with a receipt."""

from flask import Blueprint

bp = Blueprint("listening", __name__, url_prefix="/listening")
