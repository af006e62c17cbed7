"""What the functions, the infrastructure and the operator share. Imports point inward, to `domain`."""
