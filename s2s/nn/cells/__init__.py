"""Recurrent cells, a file each: equations, one step, gradients written out, ONNX and formulas stand together."""
