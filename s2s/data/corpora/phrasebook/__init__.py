"""The built-in corpus: sentences in English, German and Bengali, drawn from a grammar."""
