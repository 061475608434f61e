"""Files with mark-up: their text is translated, and all else comes out as it went in."""
