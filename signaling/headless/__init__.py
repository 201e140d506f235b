"""A party without a browser: the demo's guide, the kiosk's headless engine, load and tests.

Nothing here imports aiortc or PyAV until a connection is made.
"""
