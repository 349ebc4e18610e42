"""A look at a company's numbers: what each vendor is asked, and how often."""

from dataclasses import dataclass, field, replace

from trunkline.accounts.domain.number_setup import NumberSetup, OurAddresses
from trunkline.accounts.use_cases.check_numbers import CheckNumbersDeps, FindingState, check_numbers
from trunkline.calls.domain.routes import Mode, Route
from trunkline.errors import ProviderError
from trunkline.speech.domain.voices import AgentFormats

OURS = OurAddresses("https://voice.example.com/twilio/voice", "https://voice.example.com/status")
ROUTE = Route("+14155550120", Mode.RELAY, "acme", agent_id="agent_0")
ROUTES = [replace(ROUTE, number=f"+1415555012{last}", agent_id=f"agent_{last}") for last in range(4)]


class NoNumbers:
    def numbers(self) -> dict[str, NumberSetup]:
        return {}


@dataclass
class Book:
    """Agents of a provider that answers, or of one that is down."""

    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    def agent(self, agent_id: str) -> AgentFormats | None:
        self.asked.append(agent_id)
        if self.is_down:
            raise ProviderError("unavailable")
        return AgentFormats(agent_id, "ulaw_8000", "ulaw_8000")


def states(book: Book, routes: list[Route]) -> list[FindingState]:
    found = check_numbers(routes, CheckNumbersDeps(NoNumbers(), {"elevenlabs": book}, OURS))
    return [finding.state for findings in found.values() for finding in findings if finding.about == "agent"]


def test_each_agent_is_asked_about_once() -> None:
    book = Book()
    assert states(book, [*ROUTES, replace(ROUTE, number="+14155550129")]) == [FindingState.GOOD] * 5
    assert book.asked == ["agent_0", "agent_1", "agent_2", "agent_3"]


def test_a_provider_that_does_not_answer_is_asked_once_for_all_its_agents() -> None:
    book = Book(is_down=True)
    assert states(book, ROUTES) == [FindingState.UNKNOWN] * 4
    assert book.asked == ["agent_0"]
