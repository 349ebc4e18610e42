"""Opens a call for those who may read what was said in it: a patient's call takes a clinical key. Each is recorded."""

from api.auditing import Auditor
from trunkline.accounts.domain.companies import ApiKey
from trunkline.accounts.use_cases.manage_companies import NEEDS_CLINICAL
from trunkline.audit.domain.entries import Action, Outcome
from trunkline.calls.domain.call_search import CallSummary
from trunkline.errors import Forbidden, NotFound


def open_call(call: CallSummary | None, key: ApiKey, audit: Auditor, action: Action, what: str = "Call") -> CallSummary:
    """Recorded before it returns. Raises NotFound for another company's call, Forbidden for a patient's."""
    found = allowed(call, key, audit, action, what)
    audit.note(key, action, found.call_id, number=found.their_number)
    return found


def allowed(call: CallSummary | None, key: ApiKey, audit: Auditor, action: Action, what: str = "Call") -> CallSummary:
    """As `open_call`; only a refusal is recorded."""
    if call is None or call.company_id != key.company_id:
        raise NotFound(f"{what} not found")
    if call.is_clinical and not key.clinical:
        audit.note(key, action, call.call_id, number=call.their_number, outcome=Outcome.DENIED, reason="not clinical")
        raise Forbidden(NEEDS_CLINICAL)
    return call


def is_open(call: CallSummary, key: ApiKey) -> bool:
    """Whether a list may show who took part, and what was said."""
    return key.clinical or not call.is_clinical
