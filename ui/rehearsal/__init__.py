"""Plays the program through its real window, without a screen, and keeps pictures of it."""
