"""Who somebody is: passwords, second step, identity provider, sessions, one's own account."""
