import http from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Scenario} from '../simulator/index.js';

/** What the demonstration's application needs to know of the simulated Vonage that calls it. */
export type DemoCalls = {
  /** Which scenario a leg's call is, by the leg's id. */
  scenarioOf(uuid: string): Scenario | undefined;
  /** The event URL, for NCCOs that name one. */
  eventUrl: string;
};

export type DemoApplication = {url: string; close(): Promise<void>};

/**
 * The application of the demonstration: answers each simulated call with the NCCO that its scenario is about. It is reached
 * like a developer's own, through the monitor, so that all sorts of calls can be shown.
 */
export async function startDemoApplication(calls: () => DemoCalls): Promise<DemoApplication> {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://application');
    const reply = replyTo(url, calls());
    // What is not read would hold the connection up.
    request.resume();
    response.writeHead(reply.status, reply.text ? {'Content-Type': 'application/json'} : {});
    response.end(reply.text);
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

function replyTo({pathname, searchParams}: URL, {scenarioOf, eventUrl}: DemoCalls): {status: number; text: string} {
  const uuid = searchParams.get('uuid');
  const scenario = uuid === null ? undefined : scenarioOf(uuid);
  if (!scenario) return {status: 200, text: ''};
  const text = JSON.stringify(scenario.ncco ?? []).replaceAll('{event}', eventUrl);
  return {status: pathname.endsWith('/answer') ? (scenario.answerStatus ?? 200) : 200, text};
}
