"""Signing in: the server on this machine or the unit's own, and the officer's password."""
