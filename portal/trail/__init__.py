"""The register, for those who may read it."""

from flask import Blueprint

bp = Blueprint("trail", __name__, url_prefix="/trail")
