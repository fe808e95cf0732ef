"""The precise English model: MiniLM tuned on labelled tweets, quantised."""
