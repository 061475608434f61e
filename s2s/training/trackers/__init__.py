"""Where the measurements of a training also go: TensorBoard, MLflow, Weights & Biases; one file each."""
