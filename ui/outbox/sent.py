"""A line the server has taken: when, and what the citizen read of it."""

from ui.look.look import Look
from ui.outbox.card import Card
from ui.outbox.entries import Entry
from ui.outbox.told import told
from ui.outbox.words import EntryWords
from ui.parts.labels import icon_label, label


class SentCard(Card):
    def __init__(self, look: Look, entry: Entry, words: EntryWords) -> None:
        super().__init__(look)
        doc, telling = words.doc(entry.case_id), words.telling(entry)
        title = f"{words.title(entry)} · {words.code(entry)}"
        about = [look.say("outbox.sent_at", at=words.time(entry))]
        if doc:
            about.append(words.about(entry))
        self.show_head("circle-check", "green", title, doc.case if doc else None, *about)
        step = next((row for row in doc.steps if row.id == entry.key), None) if doc else None
        if step and step.note:
            self.body.addWidget(label(look.say("timeline.note", text=step.note), wrap=True))
        if telling:
            self.body.addWidget(label(look.say("outbox.citizen_read"), "smallstrong", "text-2"))
            self.body.addWidget(told(look, telling))
            self.body.addWidget(label(words.arrival(telling), "small", "text-2", wrap=True))
        else:
            key = "citizen_not_told" if doc else "case_elsewhere"
            self.body.addWidget(label(look.say(f"outbox.{key}"), "small", "text-3", wrap=True))
        self.body.addStretch(1)
        self.foot.addWidget(icon_label(look, "check", "green"))
        self.foot.addWidget(label(look.say("outbox.nothing_to_do"), "small", "text-2"), 1)
        if doc:
            self.add_open_case(entry.case_id)
