"""The kiosk: an agent that holds the device's key and serves the touch page to the machine it runs on."""
