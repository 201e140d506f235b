"""Tests of what deploy/ ships: each file in the hands of the program that it is for."""
