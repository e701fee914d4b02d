"""The short ways of the cases room, told which house they are in."""

from cases.conftest import in_this_house

__all__ = ["in_this_house"]
