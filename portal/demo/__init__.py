"""The demonstration: one invented county, a year of its notices, and everybody who serves in it."""

from .filling import fill

__all__ = ["fill"]
