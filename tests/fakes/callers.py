"""What companies know of their callers, in memory. tests/contract asks it and the table the same questions."""

from collections.abc import Iterable

from trunkline.accounts.domain.callers import CalledNumber, Caller, HttpSource


class InMemoryCallers:
    def __init__(self, numbers: dict[str, str], callers: Iterable[Caller] = ()) -> None:
        self.numbers = numbers
        self.defaults: dict[str, dict[str, str]] = {}
        self._callers = {(caller.company_id, caller.number): caller for caller in callers}
        self._sources: dict[str, HttpSource] = {}

    def called(self, number: str) -> CalledNumber | None:
        if number not in self.numbers:
            return None
        company = self.numbers[number]
        return CalledNumber(company, self.defaults.get(number, {}), self.source(company))

    def find(self, company_id: str, number: str) -> Caller | None:
        return self._callers.get((company_id, number))

    def put(self, caller: Caller) -> None:
        self._callers[caller.company_id, caller.number] = caller

    def remove(self, company_id: str, number: str) -> bool:
        return self._callers.pop((company_id, number), None) is not None

    def source(self, company_id: str) -> HttpSource | None:
        return self._sources.get(company_id)

    def set_source(self, company_id: str, source: HttpSource | None) -> None:
        if source:
            self._sources[company_id] = source
        else:
            self._sources.pop(company_id, None)
