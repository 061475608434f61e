"""The process: device, precision, ranks, memory."""
