"""What a new server starts with: reference tables, and on request a fictitious city."""
