"""Telling citizens: who is told what, through which gateway, and with what success."""
