// Retell's own client, from its npm package, on a whole course of calls: one JSON object of what it was answered.
import Retell from 'retell-sdk';

const [baseURL, apiKey, ours, theirs] = process.argv.slice(2);
const client = new Retell({ apiKey, baseURL, maxRetries: 0 });
const stranger = new Retell({ apiKey: 'key_of_another', baseURL, maxRetries: 0 });
const refused = (asking) => asking.then(() => null, (error) => [error.constructor.name, error.status]);

const agent = await client.agent.create({ response_engine: { type: 'retell-llm', llm_id: 'llm_local' }, voice_id: '11labs-Adrian' });
const outbound_agents = [{ agent_id: agent.agent_id, weight: 1 }];
await client.phoneNumber.import({ phone_number: ours, termination_uri: 'acme.pstn.twilio.com', outbound_agents });
const order = { from_number: ours, to_number: theirs, metadata: { order: '9001' }, idempotency_key: 'order-1' };
const placed = await client.call.createPhoneCall(order);
const again = await client.call.createPhoneCall(order);
const registered = await client.call.registerPhoneCall({
  agent_id: agent.agent_id, direction: 'inbound', retell_llm_dynamic_variables: { first_name: 'Ana' },
});
const found = await client.call.retrieve(placed.call_id);
const listed = await client.call.list({ limit: 10 });
await client.call.delete(placed.call_id);

console.log(JSON.stringify({
  isPlacedOnce: placed.call_id === again.call_id,
  found: [found.direction, found.metadata, found.agent_id === agent.agent_id],
  registered: [registered.call_status, registered.retell_llm_dynamic_variables],
  listed: [listed.items.map((call) => call.disconnection_reason), listed.has_more],
  gone: await refused(client.call.retrieve(placed.call_id)),
  stranger: await refused(stranger.call.retrieve(registered.call_id)),
}));
