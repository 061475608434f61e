"""The server: LibreTranslate's and DeepL's interfaces and a page over trained models, without torch where a run has an export."""
