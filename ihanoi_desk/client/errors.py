"""What can be wrong around the program: told in plain words, never a bug report."""

from pathlib import Path

from ihanoi_desk.domain.wire import Problem


class EnvironmentProblem(Exception):
    """The network, the server or the disk is in the way."""


class Offline(EnvironmentProblem):
    """The server cannot be reached now. `may_have_arrived`: the request left this machine."""

    def __init__(self, text: str, may_have_arrived: bool = False) -> None:
        super().__init__(text)
        self.may_have_arrived = may_have_arrived


class SignedOut(EnvironmentProblem):
    """The session has ended; the officer has to sign in again."""


class TooOld(EnvironmentProblem):
    """The server no longer speaks with this version of the desk."""


class BadAnswer(EnvironmentProblem):
    """The server answered with something this desk cannot read."""


class ServerProblem(EnvironmentProblem):
    """The server said no, with a stable code and a sentence for people."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class DiskTrouble(EnvironmentProblem):
    """The disk does not read or write: broken, gone, or without the right to. `problem` is what
    the system says of the file at `path`."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path, self.problem = path, problem


class DiskFull(EnvironmentProblem):
    """There is no room left on the disk; what was being written is not half there."""
