"""s2s from Python: train a run, load it, look at it; with the defaults and the behaviour of the commands."""
