"""What kiosks found when they tried themselves, for whoever looks after them."""
