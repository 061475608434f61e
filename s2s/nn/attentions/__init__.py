"""Attention, a file each: the score and its ONNX stand together."""
