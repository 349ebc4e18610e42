"""Facts of a contact as the input of its eligibility.

Not a method of `ContactFacts`: every callback of the carrier imports the ports, and no rules or time zones with them.
"""

from decimal import Decimal

from trunkline.campaigns.domain.eligibility import EligibilityInput
from trunkline.campaigns.ports import ContactFacts


def eligibility_input(facts: ContactFacts, spent_usd: Decimal = Decimal(0)) -> EligibilityInput:
    return EligibilityInput(facts.suppressions, facts.person.rang_at, spent_usd)
