"""The systems that are compared: the product, and the chain that everybody starts with."""
