"""From options to a trained model."""
