"""The rules of the trade: pure values and functions, no Qt, no SQL, no HTTP, no clock of its own."""
