"""The truth: the API that citizens' phones and officers' desks talk to."""
