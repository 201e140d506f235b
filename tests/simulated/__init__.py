"""Whole worlds in virtual time: the real exchange, faulty ports, lossy clients, one seed each."""
