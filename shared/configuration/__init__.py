"""What an affiliate configures, as documents of a few kinds: read, checked as a whole, changed in one transaction.

The API of the directory and tenant packs both go through here, so that neither can save what the other would refuse.
"""
