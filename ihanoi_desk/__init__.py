"""iHanoi Desk: the officials' side of the city's reports, with the API server it talks to."""

__version__ = "0.1.0"
