"""What every part of the REST API stands on: endpoints, problems, who may ask, the pages."""
