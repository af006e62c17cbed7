"""Files that staff share: announced, uploaded straight to S3, checked, fetched by signed links."""
