"""The session log: filters, one call's timeline, exports, who has read it."""
