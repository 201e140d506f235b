"""The leaders' live board."""
