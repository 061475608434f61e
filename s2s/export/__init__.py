"""The trained model as ONNX, fp32 or int8."""
