"""Agenda: the disclosure days of a place, what is due and was published on them, and what happens when on the day."""

from flask import Blueprint

bp = Blueprint("agenda", __name__, url_prefix="/agenda")
