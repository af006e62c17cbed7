"""The lexicon's entries: tables of phrases, no behaviour."""
