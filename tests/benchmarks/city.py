"""The replica of a city officer with 100,000 cases: made once, then kept under build/bench."""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from ihanoi_desk.client import marks, reference, replica
from ihanoi_desk.client.codec import encode
from ihanoi_desk.client.filling import POSITION
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.catalogue import Catalogue
from ihanoi_desk.domain.officers import Officer
from ihanoi_desk.resources import MIGRATIONS, RESOURCES, ROOT
from ihanoi_desk.server.composition import Server
from ihanoi_desk.server.settings import Settings
from tests.benchmarks.documents import Writer
from tests.benchmarks.kept_city import KEY, NOW, City, standing_clock

FOLDER = ROOT / "build" / "bench"
NUMBER = 100_000
BATCH = 2_000
LOGIN = "thanhpho.daumoi"
MADE_FROM = (
    *(Path(__file__).with_name(name) for name in ("city.py", "documents.py", "kept_city.py")),
    *(
        ROOT / "ihanoi_desk" / "client" / name
        for name in ("replica.py", "tables.py", "reference.py")
    ),
    *(ROOT / "ihanoi_desk" / "domain" / name for name in ("wire.py", "cases.py", "catalogue.py")),
    *sorted((MIGRATIONS / "client").glob("*.py")),
    *sorted((RESOURCES / "seed").glob("*.csv")),
)


def find_city() -> City:
    """The replica for the present tables and documents; made when there is none yet."""
    content = hashlib.sha256(b"".join(file.read_bytes() for file in MADE_FROM)).hexdigest()
    city = City(FOLDER / f"city-{content[:12]}")
    if not city.folder.exists():
        print(f"making a replica of {NUMBER} cases, once", file=sys.stderr, flush=True)
        for other in FOLDER.glob("city-*"):
            shutil.rmtree(other)
        partial = City(FOLDER / "partial")
        shutil.rmtree(partial.folder, ignore_errors=True)
        partial.folder.mkdir(parents=True)
        _make(partial)
        partial.folder.rename(city.folder)
    return city


def _make(city: City) -> None:
    catalogue, me = _catalogue()
    (city.folder / "me.json").write_text(encode(me), encoding="utf-8")
    store = Store.open(city.store, KEY)
    with store.write() as connection:
        reference.put(connection, catalogue)
        marks.put(connection, POSITION, "1")
    writer = Writer(catalogue, me, NOW)
    for start in range(1, NUMBER, BATCH):
        docs = [writer.write(number) for number in range(start, start + BATCH)]
        with store.write() as connection:
            replica.put(connection, docs)
    store.close()


def _catalogue() -> tuple[Catalogue, Officer]:
    """What the server of the demo city hands the officer."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), demo=True, demo_cases=0, clock=standing_clock)
        server = Server(settings)
        with server.database.read() as connection:
            full = server.reference.catalogue(connection, NOW)
            me = next(officer for officer in full.officers if officer.login == LOGIN)
            catalogue = server.reference.for_desk(connection, me, NOW)
        server.close()
    return catalogue, me
