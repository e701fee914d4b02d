"""Duties: what a place must publish and by when, what is missing, and what was said to be nothing."""

from flask import Blueprint

bp = Blueprint("duties", __name__, url_prefix="/duties")
