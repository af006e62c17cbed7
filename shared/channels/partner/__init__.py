"""Partners: another service that passes its users' messages on to us, and ours to them."""
