"""Calls to the contacts of patients, by the route that calls the patient, through the gates of every outbound call."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from trunkline.accounts.ports import Routes
from trunkline.calls.domain.outbound.destinations import Destinations
from trunkline.calls.domain.routes import WITH_AGENT, Route
from trunkline.campaigns.domain.agent_calls import AgentCallRequest
from trunkline.campaigns.use_cases.order_agent_call import OrderAgentCallDeps, order_agent_call
from trunkline.errors import OutcomeUnknown, TrunklineError
from trunkline.patients.domain.alerts import Alert
from trunkline.patients.domain.patients import CareContact, Patient
from trunkline.telemetry import count, log

RELATION = "patient_contact"  # the agent's variable: how the person who is called knows the patient


@dataclass(frozen=True, slots=True)
class ContactCalls:
    """The port ContactCaller."""

    routes: Routes
    orders: OrderAgentCallDeps
    destinations: Callable[[str], Destinations]

    def call(self, patient: Patient, contact: CareContact, alert: Alert, now: datetime) -> bool:
        route = self._route_of(patient)
        if route is None:
            return _not_called("no route", alert)
        try:
            order_agent_call(self._request(route, patient, contact, alert), self.orders, now)
        except OutcomeUnknown:
            return True  # it may ring: a second call could too
        except TrunklineError as error:
            return _not_called(type(error).__name__, alert)
        log.info("contact called", alert_id=alert.alert_id, number=alert.contacts_tried + 1)
        return True

    def _route_of(self, patient: Patient) -> Route | None:
        found = self.routes.find(patient.check_in_route) if patient.check_in_route else None
        is_own = found is not None and found.company_id == patient.company_id and found.mode in WITH_AGENT
        return found if is_own else None

    def _request(self, route: Route, patient: Patient, contact: CareContact, alert: Alert) -> AgentCallRequest:
        """The call says to whom it goes, and not who the patient is: another person may pick up."""
        variables = {**route.dynamic_variables, RELATION: contact.relation}
        return AgentCallRequest(
            replace(route, clinical=True, dynamic_variables=variables),
            contact.number,
            metadata={"patient_id": patient.patient_id, "alert_id": alert.alert_id},
            destinations=self.destinations(patient.company_id),
        )


def _not_called(reason: str, alert: Alert) -> bool:
    log.warning("contact not called", alert_id=alert.alert_id, reason=reason)
    count("ContactNotCalled")
    return False
