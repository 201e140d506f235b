"""Whether every neighbourhood and language gets equal service."""
