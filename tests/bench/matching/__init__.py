"""How good the matching is: the same streams of calls through every policy."""
