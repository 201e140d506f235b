"""The settings that admins change: what is in force, what a change would come to, and every version."""
