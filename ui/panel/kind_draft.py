"""What an officer has answered about a case and not yet recorded: kept in the drafts as typed."""

from collections.abc import Mapping

from ihanoi_desk.client import drafts
from ihanoi_desk.client.store import Store
from ui.dialogs.task import draft_key

VERB = "classify"


def drafted(store: Store, case_id: int) -> dict[str, str]:
    """The changed fields; an empty value clears what is recorded."""
    kept = drafts.find(store, draft_key(VERB, case_id)) or {}
    return {str(code): str(value) for code, value in (kept.get("facts") or {}).items()}


def keep(store: Store, case_id: int, changes: Mapping[str, str]) -> None:
    """Raises EnvironmentProblem when the disk does not take it."""
    key = draft_key(VERB, case_id)
    if changes:
        drafts.keep(store, key, {"facts": dict(changes)})
    elif drafts.find(store, key):
        drafts.forget(store, key)
