"""The answer path as vendors' guides write it: FastAPI reads the form, ElevenLabs' SDK registers the call."""

import os

from elevenlabs.client import ElevenLabs
from fastapi import FastAPI, Request
from fastapi.responses import Response
from mangum import Mangum

AGENT = os.environ.get("AGENT", "agent")

app = FastAPI()
provider = ElevenLabs(api_key=os.environ.get("KEY", "none"))


@app.post("/inbound")
async def ringing(request: Request) -> Response:
    form = await request.form()
    document = provider.conversational_ai.twilio.register_call(
        agent_id=AGENT, from_number=str(form["From"]), to_number=str(form["To"]), direction="inbound"
    )
    return Response(str(document), media_type="application/xml")


handler = Mangum(app, lifespan="off")
