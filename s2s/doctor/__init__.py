"""What is wrong with a parallel corpus: found line by line, and mended in a copy."""
