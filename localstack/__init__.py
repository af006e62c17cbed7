"""The local cloud: what stands in for AWS, the carrier and the edge on one machine."""
