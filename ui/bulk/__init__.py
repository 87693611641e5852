"""One verb for many cases: picking rows, who gets what, one way back for all."""
