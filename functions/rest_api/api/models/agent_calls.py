"""Single calls with agents, in requests and answers."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.errors import Problem
from api.models.calls import LONGEST_PLACED_S
from api.models.campaigns import PhoneNumberId
from api.models.carrier_speech import DisclosuresShape
from api.models.fields import AgentId, EndpointUrl, Metadata, Name, Number, OwnNames, Shape, Speakable, Value, VoiceId

Seconds = Annotated[int, Field(ge=10, le=LONGEST_PLACED_S)]


class AgentOverrides(Shape):
    """Settings of the agent for this one call. The agent must permit each of them, or the conversation ends at once."""

    first_message: Annotated[Speakable, StringConstraints(min_length=1, max_length=2000)] | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Za-z]{2})?$")] | None = None
    prompt: Annotated[Speakable, StringConstraints(min_length=1, max_length=20_000)] | None = None
    voice_id: VoiceId | None = None


class NewAgentCall(Shape):
    """Exactly one of `agent_id` and `route`, the number whose route says everything about the call."""

    to_number: Number
    agent_id: AgentId | None = None
    route: Annotated[Number | None, Field(description="a number of yours: its agent, tools, transfers, recording")] = (
        None
    )
    from_number: Annotated[
        Number | None, Field(description="the number the person sees; the route's when left out")
    ] = None
    channel: Annotated[
        Literal["relay", "register", "converse", "provider"] | None,
        Field(description="as for a campaign; the route's mode, else `relay`, when left out"),
    ] = None
    phone_number_id: Annotated[
        PhoneNumberId | None, Field(description="`provider` alone: the number's id there; none where it takes numbers")
    ] = None
    dynamic_variables: Annotated[
        dict[Name, Value], Field(max_length=50, description="over those of the route"), OwnNames
    ] = Field(default_factory=dict)
    user_id: Annotated[
        str, StringConstraints(pattern=r"^[\x21-\x7e]{0,128}$"), Field(description="your own name for the person")
    ] = ""
    overrides: AgentOverrides = AgentOverrides()
    disclosures: Annotated[DisclosuresShape, Field(description="said first; over those of the route")] = (
        DisclosuresShape()
    )
    metadata: Metadata = Field(default_factory=dict)
    webhook_url: Annotated[EndpointUrl | None, Field(description="receives the call's events")] = None
    max_duration_s: Annotated[Seconds | None, Field(description="not for `provider`: the agent's own limit holds")] = (
        None
    )


class AgentCallCreated(BaseModel):
    call_sid: str
    conversation_id: str | None = None
    status: Literal["initiated"] = "initiated"
    channel: Literal["relay", "register", "converse", "provider"]
    agent_id: str
    to_number: str
    from_number: str
    user_id: str | None = None
    metadata: dict[str, str]
    created_at: str


class NotAllowedProblem(Problem):
    """A closed gate has a `reason`: suppressed, destination, no-zone, cap, hours; `until` is when it may be open."""

    reason: str | None = None
    until: str | None = None
