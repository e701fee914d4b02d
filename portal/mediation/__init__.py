"""Mediation: a dispute's file, open only to its mediators and named reviewers; counts are public, parties never."""

from flask import Blueprint

bp = Blueprint("mediation", __name__, url_prefix="/mediation")
