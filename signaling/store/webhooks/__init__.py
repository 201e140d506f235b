"""Webhooks: who is told of what, how far each has been told, and what there is to tell."""
