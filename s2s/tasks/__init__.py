"""Tasks: how each reads its examples, encodes them, builds its network, and is evaluated. One file a task."""
