"""Webhooks: what happens is told to other systems, signed and in order."""
