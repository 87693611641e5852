"""Every screen as a picture: Vietnamese, light and dark, 1366×768."""


class Tour:
    pass
