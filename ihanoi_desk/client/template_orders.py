"""An administrator's orders about ready sentences: the server answers at once, or not at all."""

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.codec import encode
from ihanoi_desk.domain.wire import StoredTemplate, TemplateDraft

TEMPLATES = "/v1/admin/templates"


class TemplateOrders:
    """Each order raises EnvironmentProblem, with the server's sentence where it refused."""

    def __init__(self, api: DeskApi) -> None:
        self._api = api

    async def listed(self) -> list[StoredTemplate]:
        """Those of the administrator's units and of the city, also of earlier days."""
        return await self._api.order(list[StoredTemplate], "GET", TEMPLATES)

    async def put(self, draft: TemplateDraft, instead_of: str = "") -> StoredTemplate:
        """In force from today on; the row `instead_of` then ends."""
        path = f"{TEMPLATES}/{instead_of}/replacement" if instead_of else TEMPLATES
        return await self._api.order(StoredTemplate, "POST", path, encode(draft))

    async def withdraw(self, code: str) -> StoredTemplate:
        return await self._api.order(StoredTemplate, "POST", f"{TEMPLATES}/{code}/withdrawal")
