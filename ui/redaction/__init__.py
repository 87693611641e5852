"""Covering faces and number plates before a picture leaves the unit."""
