"""Meetings: bodies with dated members, notice, attendance, votes counted exactly, minutes nobody rewrites."""

from flask import Blueprint

bp = Blueprint("meetings", __name__, url_prefix="/meetings")
