"""Hộp gửi: what leaves this machine."""
