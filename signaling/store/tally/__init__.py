"""Counts of calls: how they are taken from the session log, kept for days that are over, and read again."""
