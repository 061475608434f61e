"""Text: lines, tokenizers, vocabularies, segmentation."""
