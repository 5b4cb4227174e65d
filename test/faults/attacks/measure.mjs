import {Agent, request} from 'node:http';

/** Calls that webhooks are about, so that the API is asked for all of them. */
const conversations = Array.from({length: 20}, (_, n) => `CON-00000000-0000-4000-8000-${`${n}`.padStart(12, '0')}`);
let calls = 0;

/**
 * One webhook of Vonage's, on a connection of its own: its id, its status, 0 where there was no answer, and how long that took, ms.
 * It waits for `patience` ms.
 */
export function webhook(port, id, patience = 5000) {
  const body = JSON.stringify({
    uuid: id,
    conversation_uuid: conversations[calls++ % conversations.length],
    status: 'ringing',
    timestamp: new Date().toISOString(),
  });
  const headers = {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body)};
  const began = performance.now();
  return new Promise(resolve => {
    const done = status => resolve({id, status, ms: performance.now() - began});
    const agent = new Agent({keepAlive: false});
    const sent = request({
      port,
      host: '127.0.0.1',
      agent,
      method: 'POST',
      path: '/webhooks/event',
      headers,
      timeout: patience,
    });
    sent.on('response', response =>
      response
        .resume()
        .on('end', () => done(response.statusCode))
        .on('error', () => done(0)),
    );
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => done(0));
    sent.end(body);
  });
}

/** Sends one webhook every so many ms, until so many were sent, and gives what became of each. */
export function webhooks(port, count, every) {
  return new Promise(resolve => {
    const sent = [];
    const timer = setInterval(() => {
      sent.push(webhook(port, `good-${sent.length}`));
      if (sent.length < count) return;
      clearInterval(timer);
      resolve(Promise.all(sent));
    }, every);
  });
}
