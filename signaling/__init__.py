"""The exchange: who waits, who is free, who talks to whom."""
