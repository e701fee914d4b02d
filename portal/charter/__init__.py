"""The place's own rules: law, provincial packs, practice and a village's own settings as dated values."""

from flask import Blueprint

bp = Blueprint("charter", __name__, url_prefix="/charter")
