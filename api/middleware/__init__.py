"""What stands around every request, as plain ASGI: each layer costs microseconds and passes streams through."""
