"""Whether the API keeps what its own description promises, whatever it is asked: by schemathesis."""
