"""People on the Campaigns table, for calls outside of any campaign: their suppressions and their latest calls."""

from trunkline.aws import table_keys
from trunkline.aws.dynamodb import DynamoDB, transact
from trunkline.aws.table_reads import read_all
from trunkline.campaigns.adapters.campaigns_table import suppression_from
from trunkline.campaigns.adapters.ticks_table import person_from
from trunkline.campaigns.adapters.transactions import absent, count_call
from trunkline.campaigns.domain.suppressions import SuppressionScope
from trunkline.campaigns.ports import ContactFacts, Person


class PeopleTable:
    def __init__(self, dynamodb: DynamoDB, table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def facts(self, company_id: str, phone: str) -> ContactFacts:
        *stops, person = _keys(company_id, phone)
        found = {item["pk"]: item for item in read_all(self._dynamodb, self._table, [*stops, person])}
        listed = tuple(suppression_from(found[stop["pk"]]) for stop in stops if stop["pk"] in found)
        return ContactFacts(listed, person_from(found.get(person["pk"], {})))

    def count_call(self, company_id: str, phone: str, before: Person, after: Person) -> bool:
        *stops, person = _keys(company_id, phone)
        writes = [count_call(self._table, person, before, after), *(absent(self._table, stop) for stop in stops)]
        try:
            transact(self._dynamodb, writes)
        except self._dynamodb.exceptions.TransactionCanceledException:
            return False
        return True


def _keys(company_id: str, phone: str) -> list[table_keys.Key]:
    """The stop lists that hold for every call of the company, and the person."""
    return [
        table_keys.suppression(SuppressionScope.GLOBAL, "", phone),
        table_keys.suppression(SuppressionScope.COMPANY, company_id, phone),
        table_keys.person(company_id, phone),
    ]
