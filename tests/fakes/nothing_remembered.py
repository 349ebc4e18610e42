"""Vendors without conversations and calls."""

from tests.contract.api.conftest import Sent, api, aws  # noqa: F401 - fixtures
from trunkline.calls.domain.ended_calls import EndedPage
from trunkline.conversations.domain.reconciliation import ConversationPage


class NothingRemembered:
    """Vendors without a call, and a place to keep positions."""

    def __init__(self) -> None:
        self.written: dict[str, object] = {}

    def page(self, *_: object) -> ConversationPage:
        return ConversationPage((), None)

    def ended(self, *_: object) -> EndedPage:
        return EndedPage((), None)

    def read(self, _name: str) -> None:
        return None

    def write(self, name: str, position: object) -> None:
        self.written[name] = position
