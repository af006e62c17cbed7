"""DynamoDB: the models, and the few operations the product needs of them."""
