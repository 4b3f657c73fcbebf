"""Double-entry books of every merchant."""

__version__ = "1.14.2"
