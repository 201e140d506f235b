"""Guides and kiosks."""
