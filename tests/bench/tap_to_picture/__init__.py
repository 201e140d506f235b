"""From the tap to the picture, in two real Chromium processes with textured video."""
