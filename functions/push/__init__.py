"""Tells browsers that something changed. It holds no key: frames carry ids, the words are fetched."""
