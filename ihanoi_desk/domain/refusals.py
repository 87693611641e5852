"""Why the rules say no: a stable code, and the facts its sentence needs."""


class Refused(Exception):
    """An action the rules forbid; `code` names its sentence in the catalogue (``refusal.*``)."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
