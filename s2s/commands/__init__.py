"""What the commands do, one a file, each imported only when it is called."""
