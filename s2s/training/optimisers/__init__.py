"""Optimisers, a file each: what makes one of the parameters, the learning rate and its options."""
