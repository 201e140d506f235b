"""A kiosk as it stands in a neighbourhood: its agent kept running, its browser real, its network frail."""
