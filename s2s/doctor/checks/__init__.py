"""What can be wrong with a pair of texts: one kind in a file, each with its remedy in one table."""
