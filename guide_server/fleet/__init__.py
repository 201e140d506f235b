"""How the kiosks do: which software they run, and when residents found them dark."""
