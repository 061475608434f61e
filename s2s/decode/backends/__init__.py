"""What the searches ask for probabilities: torch, ONNX Runtime, an ensemble."""
