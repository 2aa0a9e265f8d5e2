"""A self-reflection journal: what was the intent, what was the impact, what lies between?"""

__version__ = "0.1.0"
