"""Demands: villagers sign together for something to be published, and the office owes it once enough have signed."""

from flask import Blueprint

bp = Blueprint("demands", __name__, url_prefix="/demands")
