// Retell's own signatures, from its npm package: one JSON question a line, one JSON answer a line.
import { createInterface } from 'node:readline';
import { sign, verify } from 'retell-sdk';

for await (const line of createInterface({ input: process.stdin })) {
  const { body, key, header, now } = JSON.parse(line);
  Date.now = () => now; // the package reads the clock itself
  const answer = header === undefined ? await sign(body, key) : await verify(body, key, header);
  console.log(JSON.stringify(answer));
}
