"""Questions: a villager asks about what is on the board, and the office answers in public; nobody is named."""

from flask import Blueprint

bp = Blueprint("questions", __name__, url_prefix="/questions")
