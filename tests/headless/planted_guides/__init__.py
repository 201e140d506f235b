"""Test guides that do not do what they should, each a program that `SelfTestGuides` can start."""
