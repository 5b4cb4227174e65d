import {writeFileSync} from 'node:fs';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {beforeEach, describe, expect, it, onTestFinished} from 'vitest';
import {freePort} from '../../source/run/ports.js';
import {createApplication, type Simulator, startSimulator} from '../../source/simulator/index.js';
import {until} from '../helpers/until.js';
import {onScreen} from './on-screen.js';
import {emptyFolder, inPipe, run} from './program.js';

/** A stand-in for Vonage, a tunnel that leads to the monitor, and the folder and environment of somebody who has an application. */
type Stage = {
  vonage: Simulator;
  tunnel: string;
  leadTo(url: string): void;
  folder: string;
  env: Record<string, string>;
};

let stage: Stage;
beforeEach(async () => {
  let target = '';
  const server = http.createServer((request, response) => {
    const {method, headers, url = ''} = request;
    if (target === '') return void response.writeHead(502).end();
    const passed = http.request(target + url, {method, headers}, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const tunnel = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const application = await createApplication();
  const vonage = await startSimulator({
    answerUrl: `${tunnel}/webhooks/answer`,
    eventUrl: `${tunnel}/webhooks/event`,
    applicationId: application.id,
    publicKey: application.publicKey,
    setupFactor: 0.1,
  });
  const folder = await emptyFolder();
  writeFileSync(join(folder, 'private.key'), application.privateKey, {mode: 0o600});
  onTestFinished(async () => {
    await vonage.close();
    server.closeAllConnections();
    server.close();
  });
  stage = {
    vonage,
    tunnel,
    leadTo: url => {
      target = url;
    },
    folder,
    env: {
      VONAGE_APPLICATION_ID: application.id,
      VONAGE_PRIVATE_KEY: join(folder, 'private.key'),
      CONVO_MONITOR_API_URL: vonage.apiUrl,
    },
  };
});

/** An NCCO file that holds the line until somebody hangs up. */
function nccoFile(name: string, text = 'Good day'): string {
  const file = join(stage.folder, name);
  writeFileSync(
    file,
    JSON.stringify([
      {action: 'talk', text},
      {action: 'stream', streamUrl: ['https://example.com/wait.mp3'], loop: 0},
    ]),
  );
  return file;
}

/** A monitor on a terminal that may act on calls, reached by the tunnel. */
async function monitor(...more: string[]) {
  const screen = await onScreen(
    ['--port', '0', '--no-record', '--ncco', nccoFile('answer.json'), '--allow-control', ...more],
    {
      env: {...stage.env, CONVO_MONITOR_NGROK_API: undefined, CONVO_MONITOR_TUNNEL: stage.tunnel},
      columns: 110,
      rows: 40,
    },
  );
  stage.leadTo(await screen.url());
  await screen.shows(/✓\] tunnel +http\S+ leads here/);
  return screen;
}

const events = /control:dial +→ 201 to 447700900123/;

describe('a monitor with --allow-control', () => {
  it('places a call after a question, of which the webhooks come here, and hangs it up after another', async () => {
    const screen = await monitor();
    await screen.press(':dial +44 7700 900123\r', /Call 447700900123\? y yes/);
    expect(screen.text()).toMatch(/What it costs is not known\. Who answers gets the NCCO in/);
    await screen.press('y', events);
    await screen.shows(/● answered/);
    await screen.press(':hangup\r', /Hang up L1 \(447700900123\)\? y yes/);
    await screen.press('y', /✓ completed/);
    expect(screen.text()).toMatch(/control:hangup +→ 204/);
    screen.pty.write('q');
    expect(await screen.ended()).toBe(0);
    expect(screen.forbidden()).toBe('');
  });

  it('answers the next call with the NCCO that is armed, and only that', async () => {
    const screen = await monitor();
    await screen.press(`:arm ${nccoFile('armed.json', 'Armed')}\r`, / ARMED /);
    await screen.press(':dial 447700900123\r', /Call 447700900123\?/);
    await screen.press('y', /control:arm +the NCCO in/);
    await until(() => expect(screen.text()).not.toMatch(/ ARMED /));
    await screen.press(':hangup\r', /Hang up L1/);
    await screen.press('y', /✓ completed/);
    await screen.press('Q', /status=/);
    expect(await screen.ended()).toBe(0);
  });

  it('offers to hang up on quitting, and does', async () => {
    const screen = await monitor();
    await screen.press(':dial 447700900123\r', /Call 447700900123\?/);
    await screen.press('y', events);
    await screen.shows(/● answered/);
    await screen.press('q', /A call that you placed is up\. Quit\? q yes {3}h hang up and quit/);
    screen.pty.write('h');
    expect(await screen.ended()).toBe(0);
    await until(() => expect(stage.vonage.created).toHaveLength(1));
    expect(screen.output()).not.toContain('is still up');
  });

  it('tells the shell how to end a call that is left up', async () => {
    const screen = await monitor();
    await screen.press(':dial 447700900123\r', /Call 447700900123\?/);
    await screen.press('y', events);
    await screen.shows(/● answered/);
    screen.pty.write('Q');
    expect(await screen.ended()).toBe(0);
    expect(screen.output()).toMatch(/The call to 447700900123 is still up\. To end it: curl -X PUT/);
  });
});

describe('convo-monitor call', () => {
  const call = (...more: string[]) => ['call', '447700900123', '--port', '0', '--no-record', ...more];

  it.each<[string, string[], RegExp]>([
    ['the flag', ['call', '447700900123', '--yes'], /unless it is started with --allow-control/],
    ['anybody to ask', ['call', '447700900123', '--allow-control'], /nobody can be asked here: give --yes/],
    ['a number', ['call', 'anna', '--allow-control', '--yes'], /anna is no number to call: give 7 to 15 digits/],
  ])('calls nobody without %s', async (_, args, text) => {
    const {status, out, err} = await run(args, {env: stage.env});
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(text);
    expect(stage.vonage.created).toEqual([]);
  });

  it('calls nobody without credentials', async () => {
    const {status, err} = await run(['call', '447700900123', '--allow-control', '--yes']);
    expect([status, err]).toEqual([2, expect.stringMatching(/wants --application-id and --private-key/)]);
  });

  it('calls nobody with an NCCO that Vonage would refuse', async () => {
    const file = join(stage.folder, 'bad.json');
    writeFileSync(file, '[{"action":"tlak"}]');
    const {status, err} = await run(call('--allow-control', '--yes', '--ncco', file), {env: stage.env});
    expect([status, err]).toEqual([1, expect.stringMatching(/error.*tlak[\s\S]*Nobody was called: correct the NCCO/)]);
  });

  it('says a line an event, until the call is over', async () => {
    const {status, out, err} = await run(call('--allow-control', '--yes', '--mask'), {env: stage.env});
    expect(err).toMatch(/44•+0123 is being called: leg \S+ of CON-/);
    expect(out).toMatch(/control:dial/);
    expect(out).toMatch(/ END ok=true /);
    expect(out + err).not.toContain('447700900123');
    expect(status).toBe(0);
  });

  it('ends with the call that it placed, and with no other', async () => {
    const env = {...stage.env, CONVO_MONITOR_NGROK_API: undefined, CONVO_MONITOR_TUNNEL: stage.tunnel};
    const port = await freePort();
    stage.leadTo(`http://127.0.0.1:${port}`);
    const args = ['call', '447700900123', '--port', String(port), '--no-record', '--ncco', nccoFile('hold.json')];
    const placed = await inPipe([...args, '--allow-control', '--yes'], {env});
    await placed.says(/control:dial/);
    const other = {uuid: 'cccccccc-0000-4000-8000-000000000000', conversation_uuid: 'CON-other', status: 'completed'};
    const body = JSON.stringify({...other, from: '447700900009', to: '447700900000', direction: 'inbound'});
    await fetch(`http://127.0.0.1:${port}/webhooks/event`, {
      ...{method: 'POST', headers: {'content-type': 'application/json'}, body},
    });
    await placed.says(/CON-othe .*END /);
    expect(placed.child.exitCode).toBeNull();
    placed.child.kill('SIGTERM');
    expect(await placed.ended).toBe(143);
  });

  it.each<[string, string[], RegExp]>([
    ['as lines', [], / END ok=true /],
    ['for programs', ['--json'], /"status": 201/],
  ])('lets the webhooks come to a monitor that has the port: %s', async (_, more, said) => {
    const {tunnel, leadTo} = stage;
    const env = {...stage.env, CONVO_MONITOR_NGROK_API: undefined, CONVO_MONITOR_TUNNEL: tunnel};
    const monitor = await inPipe(['--port', '0', '--no-record', '--plain'], {env});
    const url = await monitor.url();
    leadTo(url);
    const {port} = new URL(url);
    const args = ['call', '447700900123', '--port', port, '--no-record', '--allow-control', '--yes', ...more];
    const {status, out} = await run(args, {env});
    expect([status, out]).toEqual([0, expect.stringMatching(said)]);
    // Both of them are told of the call; only the monitor was asked for an answer.
    await monitor.says(/answer {4}W/);
    expect(out).not.toMatch(/answer {4}W/);
    monitor.child.kill('SIGTERM');
    await monitor.ended;
  });

  it('prints the ids for programs, and ends', async () => {
    const {status, out} = await run(call('--allow-control', '--yes', '--json', '--from', '447700900000'), {
      env: stage.env,
    });
    expect(status).toBe(0);
    expect(JSON.parse(out)).toEqual({
      to: '447700900123',
      from: '447700900000',
      uuid: expect.any(String),
      conversation_uuid: expect.stringMatching(/^CON-/),
      status: 201,
      error: null,
    });
  });

  it('says why it was not placed, for programs too', async () => {
    const env = {...stage.env, VONAGE_APPLICATION_ID: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab'};
    const {status, err} = await run(call('--allow-control', '--yes'), {env});
    expect([status, err]).toEqual([1, expect.stringMatching(/refused the token \(401/)]);
    const told = await run(call('--allow-control', '--yes', '--json'), {env});
    expect([told.status, JSON.parse(told.out)]).toMatchObject([
      1,
      {uuid: null, status: 401, error: {code: 'unauthorized'}},
    ]);
  });

  it.each([
    ['says how to end what is up', [], /is still up\. To end it: curl/],
    ['hangs up where that is wanted', ['--hangup-on-exit'], /^(?![\s\S]*is still up)/],
  ])('%s when it is interrupted', async (_, more, said) => {
    const file = nccoFile('answer.json');
    const started = await inPipe(call('--allow-control', '--yes', '--ncco', file, ...more), {env: stage.env});
    await started.says(/answered/);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(130);
    expect(started.err()).toMatch(said);
    if (more.length > 0) await until(() => expect(stage.vonage.created).toHaveLength(1));
    else expect(stage.vonage.created).toEqual([]);
  });
});
