"""Whether a hand at the kiosk can leave it: keys, pointer, addresses, dialogs."""
