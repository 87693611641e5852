"""Which sheet asks for what a verb needs."""

from ui.dialogs.ask_citizen import AskCitizenSheet
from ui.dialogs.ask_extension import AskExtensionSheet
from ui.dialogs.assign import AssignSheet
from ui.dialogs.categorize import CategorizeSheet
from ui.dialogs.extension import ExtensionSheet
from ui.dialogs.merge import MergeSheet
from ui.dialogs.proposal import ProposalSheet
from ui.dialogs.publish import PublishSheet
from ui.dialogs.reject import RejectSheet
from ui.dialogs.reopen import ReopenSheet
from ui.dialogs.resolve import ResolveSheet
from ui.dialogs.route import RouteSheet
from ui.dialogs.unpublish import UnpublishSheet
from ui.dialogs.urgency import UrgencySheet
from ui.dialogs.verb_sheet import VerbSheet
from ui.dialogs.words import WordsSheet

SHEETS: dict[str, type[VerbSheet]] = {
    "assign": AssignSheet,
    "route": RouteSheet,
    "merge": MergeSheet,
    "reject": RejectSheet,
    "resolve": ResolveSheet,
    "propose": ResolveSheet,
    "urgency": UrgencySheet,
    "categorize": CategorizeSheet,
    "ask_citizen": AskCitizenSheet,
    "ask_extension": AskExtensionSheet,
    "extend": ExtensionSheet,
    "deny_extension": ExtensionSheet,
    "reopen": ReopenSheet,
    "approve": ProposalSheet,
    "send_back": ProposalSheet,
    "publish": PublishSheet,
    "unpublish": UnpublishSheet,
    **dict.fromkeys(("return", "note", "message", "resume", "separate"), WordsSheet),
}
