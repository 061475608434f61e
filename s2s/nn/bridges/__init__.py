"""The encoder's final state becomes the decoder's first: a file for each way, with its ONNX."""
