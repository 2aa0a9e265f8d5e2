"""Results to text, one module a format. Nothing here opens anything or asks what time it is."""
