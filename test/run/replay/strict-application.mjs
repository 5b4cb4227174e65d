// A developer's application in Express that believes only what Vonage signed, checked by Vonage's own SDK.
import {once} from 'node:events';
import {verifySignature} from '@vonage/jwt';
import express from 'express';

/** Starts it on a port of its own: its URL, and how to stop it. */
export async function startStrictApplication(secret) {
  const app = express().use((request, response) => {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    response.status(verifySignature(token, secret) ? 200 : 401).json([{action: 'talk', text: 'Hi'}]);
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {url: `http://127.0.0.1:${server.address().port}`, close: () => server.close()};
}
