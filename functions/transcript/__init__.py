"""What a web chat's texter may read: their own conversations, as far as they concern them."""
