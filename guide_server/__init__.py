"""People at the centre: sign-in, the pages of guides and admins, and the REST API under them."""
