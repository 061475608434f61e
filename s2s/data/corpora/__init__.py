"""Where examples come from: files, the hub, what is built in."""
