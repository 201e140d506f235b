"""The pure core: what may happen to a call, decided without a clock, a socket or a database.

``decide(pool, command, now)`` answers which journal entries a command causes, ``evolve(pool, entry)`` folds
one entry into the pool, ``view(pool, party)`` says what one screen shows, and ``next_deadline(pool)`` when to
send the next ``Tick``. Only the standard library is imported here; time and identifiers are arguments.
"""
