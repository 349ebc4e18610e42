"""Alarms of the stage, for its administrators. They are about the stage as a whole and name no company's data."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.errors import answers
from api.identity import Admin, deps_of
from trunkline.bootstrap.shared.api_deps import AlarmDeps

router = APIRouter(tags=["alarms"])
Deps = Annotated[AlarmDeps, Depends(deps_of)]


class AlarmShape(BaseModel):
    """`name` is the one of the runbooks. `unknown`: there is too little data to say."""

    name: str
    description: str
    state: Literal["alarm", "ok", "unknown"]
    since: datetime


class AlarmList(BaseModel):
    alarms: list[AlarmShape]


@router.get("/alarms", response_model=AlarmList, responses=answers())
def list_alarms(_key: Admin, deps: Deps) -> AlarmList:
    """The stage's alarms, those that ring first, with when each came into its state."""
    found = [
        AlarmShape(name=alarm.name, description=alarm.description, state=alarm.state.value, since=alarm.since)
        for alarm in deps.alarms.all()
    ]
    return AlarmList(alarms=found)
