"""The rules of the trade: pure values and functions; no Qt, SQL, HTTP or own clock."""
