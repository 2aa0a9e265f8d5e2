"""The pack format: a questionnaire as data, written by hand, that can never run code."""
