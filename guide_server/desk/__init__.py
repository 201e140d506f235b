"""What the desk asks of the server beside calls: the shift, the place, notes, one's own day."""
