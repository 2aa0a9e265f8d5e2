"""Pure functions: entries in, frozen results out."""
