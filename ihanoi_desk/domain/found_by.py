"""The words a case is found by, on a desk and in the archive."""

from ihanoi_desk.domain.cases import Case
from ihanoi_desk.domain.kind_fields import Form, fields_of
from ihanoi_desk.domain.text import fold


def found_by(case: Case) -> str:
    """Folded: code, what was written, the place, and the numbers and names that officers noted of
    it, such as the one in the national register of reports on procedures."""
    rows = fields_of(case.kind, case.rule_set)
    noted = (case.facts.get(row.code, "") for row in rows if row.form is Form.TEXT)
    return fold(" ".join((case.code, case.title, case.content, case.place, *noted)))
