"""Finding calls in a long log: pages by their number, saved views, files."""
