"""Kiosks and desks come in here: who they are is proved, what they say is checked, what they see is sent.

The only folder that knows Socket.IO.
"""
