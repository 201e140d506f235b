"""Planning: how many guides with which languages at which hour, and what a change of the roster would do."""
