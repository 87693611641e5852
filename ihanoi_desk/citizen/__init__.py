"""The citizens' side of the API, as the phone app uses it."""
