"""Tokens for machines."""
