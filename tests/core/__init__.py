"""The pure core: stories, the whole table, properties, a small world searched to its end."""
