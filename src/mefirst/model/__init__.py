"""The nouns: frozen records and values. No I/O, no clock."""
