"""How each kind of document is read and written: one file a format."""
