"""The doctor: looks at the machine and the keeping of the portal, and says in plain words what to do."""

from flask import Blueprint

bp = Blueprint("doctor", __name__, url_prefix="/doctor")
