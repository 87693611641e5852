"""The print room: values in, PDF bytes out. No database, no network, no window."""
