"""One folder is one Lambda function and one row of the catalogue."""
