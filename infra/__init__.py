"""What is deployed, and how: the catalogue, the constructs that read it, the stacks."""
