"""The push service of the state machine: it answers as it is told and remembers all it showed."""

from collections import Counter

from ihanoi_desk.server.push.gateway import Answer, Message

MOODS = ("told", "failed", "shown_but_failed")


class Phones:
    """`shown` counts messages by phone and id."""

    def __init__(self) -> None:
        self.mood = "told"
        self.shown: Counter[tuple[str, str]] = Counter()

    async def send(self, message: Message) -> Answer:
        if self.mood != "failed":
            self.shown[message.token, message.id] += 1
        return "told" if self.mood == "told" else "failed"
