"""Case documents as a big city would have them, drawn from the bundled texts and places."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from ihanoi_desk.domain.cases import Case, State, Step, Urgency
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.kinds import KINDS
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.domain.units import unit_key
from ihanoi_desk.domain.wire import Attachment, CaseDoc, Reporter, Telling
from ihanoi_desk.server.seed.reference import REFORM, Line, table

SHARES = {"scene": 80, "procedure": 15, "waste": 3, "initiative": 2}
OPEN = 0.15
FATES = {
    True: ((State.NEW, State.ACCEPTED, State.ASSIGNED), (40, 30, 30)),
    False: ((State.RESOLVED, State.REJECTED), (92, 8)),
}
PATHS = {
    State.NEW: ("file",),
    State.ACCEPTED: ("file", "accept"),
    State.ASSIGNED: ("file", "accept", "assign"),
    State.RESOLVED: ("file", "accept", "assign", "resolve"),
    State.REJECTED: ("file", "accept", "reject"),
}
AFTER = {
    "file": State.NEW,
    "accept": State.ACCEPTED,
    "assign": State.ASSIGNED,
    "resolve": State.RESOLVED,
    "reject": State.REJECTED,
}
MOVED = 0.05
MINE = 0.04
CLOSED_DAYS = 89
SPREAD_DEGREES = 0.002


class Writer:
    """Writes the document of each case number; the same number of calls gives the same city."""

    def __init__(self, catalogue: Catalogue, me: Officer, now: datetime) -> None:
        self._me, self._now = me, now
        self._chance = Random(2026)
        self._officers = [officer for officer in catalogue.officers if officer != me]
        self._words = {row.event: row for row in catalogue.pushes}
        self._spots = table("gazetteer.csv")
        self._texts: dict[str, list[Line]] = defaultdict(list)
        for row in table("report_texts.csv"):
            self._texts[row["kind"]].append(row)

    def write(self, number: int) -> CaseDoc:
        case = self._case(number)
        steps = tuple(self._steps(case))
        return CaseDoc(
            case=case,
            reporter=Reporter("N*** T*** M***", "090*****12", number % 3 == 0, 1),
            steps=steps,
            tellings=tuple(self._tell(step) for step in steps),
            attachments=tuple(self._photos(case)),
        )

    def _case(self, number: int) -> Case:
        chance = self._chance
        kind = chance.choices(list(SHARES), list(SHARES.values()))[0]
        text, spot = chance.choice(self._texts[kind]), chance.choice(self._spots)
        is_open = chance.random() < OPEN
        state = chance.choices(*FATES[is_open])[0]
        filed = self._now - timedelta(minutes=self._age(is_open))
        holder = self._holder(state)
        return Case(
            id=number,
            code=KINDS[kind].case_code(number),
            kind=kind,
            state=state,
            urgency=Urgency(text["urgency"]),
            category=text["citizen_category"],
            title=text["title"],
            content=text["text"],
            place=spot["name"],
            lat=float(spot["lat"]) + chance.uniform(-SPREAD_DEGREES, SPREAD_DEGREES),
            lon=float(spot["lon"]) + chance.uniform(-SPREAD_DEGREES, SPREAD_DEGREES),
            accuracy_m=8.0,
            unit=unit_key(spot["ward_code"], REFORM),
            filed_at=filed,
            receive_due_at=self._now + timedelta(minutes=chance.randint(-300, 1500)),
            rule_set=REFORM,
            received_at=None if state is State.NEW else filed + timedelta(hours=2),
            handle_due_at=self._now + timedelta(minutes=chance.randint(-1500, 12_000)),
            closed_at=None if is_open else min(self._now, filed + timedelta(days=1)),
            holder_id=holder.id if holder else None,
            holder_name=holder.name if holder else None,
            hops=(unit_key("00070", REFORM),) if chance.random() < MOVED else (),
            version=len(PATHS[state]),
        )

    def _age(self, is_open: bool) -> int:
        """Minutes since the case was filed."""
        days = 4 if is_open else CLOSED_DAYS
        return self._chance.randint(5 if is_open else 1500, days * 24 * 60)

    def _holder(self, state: State) -> Officer | None:
        if state is State.NEW:
            return None
        is_mine = self._chance.random() < MINE
        return self._me if is_mine else self._chance.choice(self._officers)

    def _steps(self, case: Case) -> Iterator[Step]:
        before = None
        for seq, verb in enumerate(PATHS[case.state], 1):
            yield Step(
                id=f"{case.id:08x}-{seq}",
                case_id=case.id,
                seq=seq,
                verb=verb,
                at=min(self._now, case.filed_at + timedelta(hours=2 * (seq - 1))),
                actor_name=case.holder_name or "",
                actor_id=case.holder_id,
                unit=case.unit,
                from_state=before,
                to_state=AFTER[verb],
                text=case.content if verb in ("resolve", "reject") else "",
                event="case_received" if verb == "file" else "case_accepted",
            )
            before = AFTER[verb]

    def _tell(self, step: Step) -> Telling:
        words = self._words[step.event or ""]
        told = min(self._now, step.at + timedelta(seconds=3))
        return Telling(step.id, words.title_vi, words.body_vi, step.text, told, devices=1)

    def _photos(self, case: Case) -> Iterator[Attachment]:
        for turn in range(self._chance.randint(1, 2)):
            digest = f"{case.id * 2 + turn:064x}"
            name = f"{digest[-32:]}"
            yield Attachment(name, "report", "anh.jpg", "image/jpeg", 180_000, digest, 960, 720)
