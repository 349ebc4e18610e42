"""Records who reads what before it is shown. An access that cannot be recorded is refused."""

from typing import Annotated

from fastapi import Depends, Request

from trunkline.accounts.domain.companies import ApiKey
from trunkline.audit.domain.entries import Access, Action, Outcome
from trunkline.bootstrap.shared.api_deps import KeyDeps
from trunkline.errors import AuditUnwritten, TrunklineError

NOT_RECORDED = "The access could not be recorded, so nothing is shown. Ask again."


class Auditor:
    """The audit log for one request."""

    def __init__(self, deps: KeyDeps, request_id: str) -> None:
        self._deps = deps
        self._request_id = request_id

    def note(
        self,
        key: ApiKey,
        action: Action,
        touched: str,
        *,
        number: str = "",
        subject: str = "",
        reason: str = "",
        outcome: Outcome = Outcome.OK,
    ) -> None:
        """`touched` is the id of what is read or changed, `number` the person's, which is kept as a pseudonym.

        Raises AuditUnwritten for any failure of the log.
        """
        try:
            subject = subject or (self._deps.person_fingerprint(number) if number else "")
            access = Access(
                actor=f"user:{key.label}",
                action=action,
                object=touched,
                subject=subject,
                outcome=outcome,
                reason=reason,
                request_id=self._request_id,
                key=key.key_id,
            )
            self._deps.audit.append(key.company_id, access, self._deps.now())
        except TrunklineError:
            raise
        except Exception as error:
            raise AuditUnwritten(NOT_RECORDED) from error


def auditor_of(request: Request) -> Auditor:
    return Auditor(request.app.state.deps, getattr(request.state, "request_id", ""))


Audit = Annotated[Auditor, Depends(auditor_of)]
