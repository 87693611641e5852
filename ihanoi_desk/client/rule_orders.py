"""An administrator's orders about limits and policies: the server answers at once, or not at all.

What holds, comes and ended is in the catalogue, which is read without the server.
"""

from ihanoi_desk.client.api import DeskApi
from ihanoi_desk.client.codec import encode
from ihanoi_desk.domain.rule_orders import RuleEffect, RuleOrder, RuleWithdrawal

RULES = "/v1/admin/rules"
WITHDRAWAL = f"{RULES}/withdrawal"


class RuleOrders:
    """Each order raises EnvironmentProblem, with the server's sentence where it refused."""

    def __init__(self, api: DeskApi) -> None:
        self._api = api

    async def change(self, order: RuleOrder) -> RuleEffect:
        """Another amount for cases filed from a day on."""
        return await self._api.order(RuleEffect, "POST", RULES, encode(order))

    async def withdraw(self, order: RuleWithdrawal) -> RuleEffect:
        """What begins or ends on a day is taken back."""
        return await self._api.order(RuleEffect, "POST", WITHDRAWAL, encode(order))
