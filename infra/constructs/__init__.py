"""The building blocks: each reads rows of the catalogue."""
