"""Every option: its type, its default, and the rules between options. Neither torch nor Hydra."""
