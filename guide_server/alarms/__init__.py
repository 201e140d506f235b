"""Alarms: what is wrong with the service, told to those who can mend it."""
