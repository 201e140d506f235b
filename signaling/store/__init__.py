"""What outlives a process: the journal with its projections, the directory, staff, audit and the session log.

One code serves SQLite (the embedded default, one node) and PostgreSQL. This is the only folder that knows
SQLAlchemy. Open a `Database`, run `migrate` on its address first, and build the parts on it:

- `journal.SqlJournal` and `directory.SqlDirectory` are the ports of the exchange and the gateway;
- `call_log.CallLog`, `reports.Reports`, `staff.Staff` and `audit.AuditLog` serve the guide server.

Tables and columns are described in `tables`.
"""
