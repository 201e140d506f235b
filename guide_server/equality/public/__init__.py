"""Equal service as residents may read it: without sign-in or scripts, off until switched on."""
