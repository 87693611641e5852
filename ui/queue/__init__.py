"""The queue page: list, map and case at the same time, linked."""
