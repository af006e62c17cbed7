"""The API of the directory: what an affiliate configures, without a deploy."""
