"""The wire: what kiosks and desks may say to the server and hear from it. `PROTOCOL.md` is the paper.

Pydantic only; `translate` alone also knows the core.
"""
