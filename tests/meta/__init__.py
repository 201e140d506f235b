"""Tests of the project itself: its arrows, its lists, its files."""
