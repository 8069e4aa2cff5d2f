"""The floor (地基): the plain data every room shares. It imports no other room and does no work of its own."""

__version__ = "0.1.0"
