import http from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {defaultRoutes} from '../intake/routes.js';
import type {Scenario} from '../simulator/index.js';
import {asUrl} from '../text/url.js';
import {demoAgent} from './demo-agent.js';

export type DemoApplication = {url: string; close(): Promise<void>};

/** Which scenario a leg's call is, by the leg's id. */
type ScenarioOf = (uuid: string) => Scenario | undefined;

/** The public addresses that the application believes to have: of the monitor before it, and of its WebSocket. */
export const demoHosts = {webhooks: 'https://app.example.com', socket: 'wss://media.example.com'};

/**
 * The application of the demonstration: answers each simulated call with the NCCO that its scenario is about. It is reached
 * like a developer's own, through the monitor, so that all sorts of calls can be shown.
 */
export async function startDemoApplication(scenarioOf: ScenarioOf): Promise<DemoApplication> {
  const server = http.createServer((request, response) => {
    const reply = replyTo(request.url ?? '/', scenarioOf);
    // What is not read would hold the connection up.
    request.resume();
    response.writeHead(reply.status, reply.text ? {'Content-Type': 'application/json'} : {});
    response.end(reply.text);
  });
  server.on('upgrade', (request, connection, head) => {
    connection.on('error', () => connection.destroy());
    converse(request, connection, head).catch(() => connection.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // When the monitor cannot be started, nothing else is to keep the process alive.
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A WebSocket with an agent, or one on which whoever talks hears themselves. */
async function converse(request: http.IncomingMessage, connection: Duplex, head: Buffer): Promise<void> {
  const {WebSocketServer} = await import('ws');
  const server = new WebSocketServer({noServer: true, maxPayload: 4096, perMessageDeflate: false});
  server.handleUpgrade(request, connection, head, socket => {
    if (request.url?.endsWith('/agent')) demoAgent(socket);
    else socket.on('message', (data, isBinary) => isBinary && socket.send(data));
    socket.on('error', () => socket.terminate());
  });
}

function replyTo(asked: string, scenarioOf: ScenarioOf): {status: number; text: string} {
  // `//` is a path that a request may have, and no URL.
  const url = asUrl(asked, 'http://application');
  if (!url) return {status: 404, text: ''};
  const {pathname, searchParams} = url;
  const uuid = searchParams.get('uuid');
  const scenario = uuid === null ? undefined : scenarioOf(uuid);
  if (!scenario) return {status: 200, text: ''};
  const text = JSON.stringify(scenario.ncco ?? [])
    .replaceAll('{event}', `${demoHosts.webhooks}${defaultRoutes.event}`)
    .replaceAll('{socket}', `${demoHosts.socket}/socket`);
  return {status: pathname.endsWith('/answer') ? (scenario.answerStatus ?? 200) : 200, text};
}
