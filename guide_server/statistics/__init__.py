"""The measures of the service, over time and by what calls are told apart by."""
