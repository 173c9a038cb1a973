"""The web service: routes, channels and the built front end."""
