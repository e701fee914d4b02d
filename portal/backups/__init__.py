"""Backups that were opened again before they counted, and the way back from them."""

from flask import Blueprint

bp = Blueprint("backups", __name__, url_prefix="/backups")
