"""A self-reflection journal: what was meant, what arrived, what lies between."""

__version__ = "0.1.0"
