// The usual bridge between Twilio Media Streams and an ElevenLabs agent, as tutorials build it: Fastify and ws, every
// frame parsed and written anew, base64 passed through. No token, no recording, no marks: the least such a bridge can do.
//
// Speaks JSON lines with the benchmark that started it: prints its port, leaves at the first line it reads.

import websocket from "@fastify/websocket";
import Fastify from "fastify";
import WebSocket from "ws";

const PROVIDER = process.env.PROVIDER_URL;
const SIGNED_URL = `${PROVIDER}/v1/convai/conversation/get-signed-url?agent_id=agent_bench`;

async function openAgent(callSid) {
  const answer = await fetch(SIGNED_URL, { headers: { "xi-api-key": "xi-bench" } });
  const { signed_url: url } = await answer.json();
  const agent = new WebSocket(url);
  agent.on("open", () => {
    agent.send(JSON.stringify({ type: "conversation_initiation_client_data", user_id: callSid }));
  });
  return agent;
}

function fromAgent(text, agent, caller, streamSid) {
  const message = JSON.parse(text);
  switch (message.type) {
    case "audio":
      caller.send(
        JSON.stringify({ event: "media", streamSid, media: { payload: message.audio_event.audio_base_64 } }),
      );
      break;
    case "interruption":
      caller.send(JSON.stringify({ event: "clear", streamSid }));
      break;
    case "ping":
      agent.send(JSON.stringify({ type: "pong", event_id: message.ping_event.event_id }));
      break;
  }
}

function bridge(caller) {
  let agent = null;
  caller.on("message", async (text) => {
    const message = JSON.parse(text);
    switch (message.event) {
      case "start": {
        const { streamSid, callSid } = message.start;
        agent = await openAgent(callSid);
        agent.on("message", (said) => fromAgent(said, agent, caller, streamSid));
        agent.on("close", () => caller.close());
        break;
      }
      case "media":
        if (agent?.readyState === WebSocket.OPEN) {
          agent.send(JSON.stringify({ user_audio_chunk: message.media.payload }));
        }
        break;
      case "stop":
        agent?.close();
        break;
    }
  });
  caller.on("close", () => agent?.close());
}

const server = Fastify();
await server.register(websocket);
server.register(async (routes) => {
  routes.get("/media-stream", { websocket: true }, bridge);
});
await server.listen({ host: "127.0.0.1", port: 0 });
console.log(JSON.stringify(server.server.address().port));
process.stdin.once("data", () => {
  console.log("{}");
  process.exit(0);
});
process.stdin.once("end", () => process.exit(0)); // the parent process is gone
