"""Searching the server's whole store: an order, read-only, beyond what this machine keeps."""
