"""One file for each file format of a corpus; `s2s.config.formats` knows them by name and by suffix."""
