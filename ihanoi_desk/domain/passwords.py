"""What a password has to be."""

CITIZEN_LENGTH = 8
OFFICER_LENGTH = 12


def is_strong(password: str) -> bool:
    """Whether an officer may take it: long enough, letters and digits."""
    return (
        len(password) >= OFFICER_LENGTH
        and any(char.isalpha() for char in password)
        and any(char.isdecimal() for char in password)
    )
