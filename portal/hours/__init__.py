"""Hours: the book of what volunteers gave, its corrections, certificates, training results and yearly figures."""

from flask import Blueprint

bp = Blueprint("hours", __name__, url_prefix="/hours")
