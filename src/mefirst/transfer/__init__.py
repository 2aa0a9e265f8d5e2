"""Taking a journal out and others in: formats to records and back; knows no terminal."""
