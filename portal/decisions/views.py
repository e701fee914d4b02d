"""The pages of this room: what everybody meets, what the office works with, what is printed."""

from __future__ import annotations

from . import bp, office_views, power_views, print_views, proving, public_views, step_views

__all__ = ["bp", "office_views", "power_views", "print_views", "proving", "public_views", "step_views"]
"""Opening this module opens every page of the room, and has its seals looked at by `flask verify`."""
