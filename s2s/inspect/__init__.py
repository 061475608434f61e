"""A look inside recurrent networks: what a step computes, how far gradients and memory reach, where attention looks."""
