"""Ledgers: 台账 and 销号表 read out of the cases in the column order somebody above wants; nothing is typed twice."""

from flask import Blueprint

bp = Blueprint("ledgers", __name__, url_prefix="/ledgers")
