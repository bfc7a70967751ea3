"""One module a room, plain functions: `make_training(capacity=3)` gives a committed row with everything it needs."""
