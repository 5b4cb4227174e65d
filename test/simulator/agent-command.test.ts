import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, expect, it} from 'vitest';
import type {WebSocket} from 'ws';
import {simulate} from '../../source/commands/simulate.js';
import {agentSchema} from '../../source/output/agent-schema.js';
import {judgeAgents} from '../../source/run/simulate/agent-judge.js';
import {type SimulateCommand, simulateCommandOf} from '../../source/run/simulate/command.js';
import type {MediaOutcome} from '../../source/simulator/index.js';
import {until} from '../helpers/until.js';
import {startAgent} from './agents.js';
import {startApplication} from './application.js';
import {startSocket} from './socket.js';

/** Runs the command as a pipe has it. */
async function run(command: SimulateCommand, interrupted = new AbortController().signal) {
  let [out, err] = ['', ''];
  const exit = await simulate(command, {
    out(text) {
      out += text;
    },
    err(text) {
      err += text;
    },
    lines: (async function* () {})(),
    interrupted,
  });
  return {exit, out, err};
}

const agentCalled = {
  uri: 'ws://agent',
  rate: 16_000,
  handshakeMs: 3,
  lastedMs: 9000,
  firstAudioMs: 700,
  turns: [
    {at: 100, forMs: 1600, latencyMs: 640, answeredForMs: 900},
    {at: 4000, forMs: 1600, latencyMs: 1900, answeredForMs: 900, bargeIn: {silentMs: 250, clearMs: 200}},
  ],
} as Partial<MediaOutcome> as MediaOutcome;
const silent = {...agentCalled, firstAudioMs: undefined, turns: [{at: 2000, forMs: 1600}]};

describe('what is expected of an agent', () => {
  it.each([
    [{within: 1900}, agentCalled, undefined],
    [{within: 800}, agentCalled, 'turn 2 took 1.9 s'],
    [{within: 800}, silent, 'turn 1 was not answered'],
    [{within: 800}, {...agentCalled, turns: []}, 'the caller had no turn'],
    [{firstWithin: 700}, agentCalled, undefined],
    [{firstWithin: 699}, agentCalled, 'it came after 700 ms'],
    [{firstWithin: 700}, silent, 'nothing was heard'],
    [{silentWithin: 250}, agentCalled, undefined],
    [{silentWithin: 200}, agentCalled, 'it took 250 ms in turn 2'],
    [{silentWithin: 200}, silent, expect.stringMatching(/never spoke over the agent/)],
  ])('%j', (limits, call, note) => {
    const [verdict, ...others] = judgeAgents(limits, [call]);
    expect(others).toEqual([]);
    expect(verdict?.note).toEqual(note);
    expect(verdict?.ok).toBe(note === undefined);
  });

  it('is asked of each WebSocket, and not met by none', () => {
    expect(judgeAgents({within: 2000}, [agentCalled, silent])[0]?.ok).toBe(false);
    expect(judgeAgents({within: 2000}, [])[0]).toMatchObject({ok: false, note: 'no WebSocket was called'});
    expect(judgeAgents({}, [agentCalled])).toEqual([]);
  });
});

describe.concurrent('simulate agent --to', () => {
  it('talks to an agent as Vonage does, and says how long it took', {timeout: 20_000}, async () => {
    const agent = await startAgent({answerAfterMs: 300, answerMs: 400});
    const {exit, out, err} = await run(
      simulateCommandOf(['agent'], {
        ...{to: agent.url, turns: 1, keys: '7', rate: 8000, header: ['caller=447700900001'], patience: 500},
        ...{authorization: 'Basic abc', lenient: true},
      }),
    );
    agent.close();
    expect([exit, err]).toEqual([0, '']);
    expect(agent.heard.texts).toEqual([
      {event: 'websocket:connected', 'content-type': 'audio/l16;rate=8000', caller: '447700900001'},
      {event: 'websocket:dtmf', digit: '7', duration: 130},
    ]);
    expect(agent.heard.frames[0]).toHaveLength(320);
    expect(agent.heard.headers.authorization).toBe('Basic abc');
    expect(agent.heard.closed).toBe(1000);
    expect(out).toMatch(/^ws:\S+ · 8 kHz · connected in \d+ ms, lasted \S+ s$/m);
    expect(out).toMatch(/^turn 1 +spoke \S+ m?s +answer after \d+ ms/m);
    expect(out).toMatch(/^turn 2 +pressed 7 +no answer$/m);
    expect(out).toMatch(/^first audio .* · 1 turn answered: p50 .* · 1 not answered$/m);
  });

  it('is JSON for programs, and 1 where the agent is too slow', {timeout: 20_000}, async () => {
    const agent = await startAgent({answerAfterMs: 640, answerMs: 400});
    const {exit, out} = await run(simulateCommandOf([], {to: agent.url, turns: 1, within: 300, json: true}));
    agent.close();
    const report = agentSchema.strict().parse(JSON.parse(out));
    expect(exit).toBe(1);
    expect(report.ok).toBe(false);
    expect(report.expectations).toEqual([
      {text: 'turns within 300 ms', ok: false, note: expect.stringMatching(/^turn 1 took \d+ ms$/)},
    ]);
    expect(report.calls[0]?.latency?.worst).toBeGreaterThan(600);
  });

  it('says with which status the application refused, and what to do', async () => {
    const server = http.createServer().on('upgrade', (_, socket) => {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const {port} = server.address() as AddressInfo;
    const {exit, out} = await run({to: `ws://127.0.0.1:${port}/socket`});
    server.close();
    expect(exit).toBe(1);
    expect(out).toMatch(
      /answered the handshake with 401 instead of 101\. See what it wants to be shown \(--authorization\)\.$/m,
    );
  });

  it('is cut off at a frame of a wrong size, as by Vonage', async () => {
    const agent = await startSocket((to, {frames}) => {
      if (frames.length === 5) to.send(Buffer.alloc(100));
    });
    const {exit, out} = await run({to: agent.url});
    await until(() => expect(agent.heard.closed).toBe(1006));
    agent.server.close();
    expect(exit).toBe(1);
    expect(out).toMatch(/^cut off \(1006: unexpected frame size 100, when required 640\)$/m);
  });

  it.each<[string, (socket: WebSocket) => void, RegExp]>([
    ['is closed with a code of its own', socket => socket.close(4321, 'enough'), /^closed by .* \(4321: enough\)$/m],
    ['is closed before it has answered', socket => socket.close(1000), /^closed by your application \(1000\)$/m],
    ['breaks', socket => socket.terminate(), /^closed by your application \(1006\)$/m],
    ['gets too long a message', socket => socket.send('x'.repeat(70_000)), /^cut off \(1009: Max payload/m],
  ])('is 1 where the connection %s', async (_, act, said) => {
    const agent = await startSocket((to, {frames}) => {
      if (frames.length === 5) act(to);
    });
    const {exit, out} = await run({to: agent.url});
    agent.server.close();
    expect(exit).toBe(1);
    expect(out).toMatch(said);
  });

  it.each([
    ['HTTP/1.1 302 Found\r\nLocation: /a\r\n\r\n', /302 instead of 101\. No redirect is followed/],
    ['HTTP/1.1 500 Oops\r\n\r\n', /500 instead of 101\. Look into its log/],
    ['HTTP/1.1 502 Bad Gateway\r\n\r\n', /502 instead of 101\. What stands in front of it/],
    ['HTTP/1.1 404 Not Found\r\n\r\n', /404 instead of 101\. Correct the path/],
    ['hello\r\n', /Parse Error.* does not answer in HTTP\/1\.1/],
    [
      'HTTP/1.1 101 Go\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
      /Invalid Sec-WebSocket-Accept header\. Let a library answer/,
    ],
  ])('says what to do about the handshake: %j', async (answer, said) => {
    const server = http.createServer().on('upgrade', (_, socket) => void socket.end(answer));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const {exit, out} = await run({to: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`});
    server.close();
    expect(exit).toBe(1);
    expect(out).toMatch(said);
  });

  it('hangs up when it is interrupted, and says what there was', async () => {
    const interruption = new AbortController();
    const agent = await startSocket((_, {frames}) => {
      if (frames.length === 5) interruption.abort(130);
    });
    const {exit, out} = await run({to: agent.url}, interruption.signal);
    await until(() => expect(agent.heard.closed).toBe(1000));
    agent.server.close();
    expect(exit).toBe(130);
    expect(out).toMatch(/nothing was heard of the agent/);
  });
});

describe('simulate agent', () => {
  it('calls the WebSocket that the NCCO names', {timeout: 20_000}, async () => {
    const agent = await startAgent({answerAfterMs: 300, answerMs: 300});
    const ncco = [{action: 'connect', endpoint: [{type: 'websocket', uri: agent.url}]}];
    const server = await startApplication(({path}) => (path === '/answer' ? {body: ncco} : {}));
    const {exit, out} = await run({...server.urls, speed: 'max', scenarios: ['agent'], turns: 1, within: 5000});
    await server.close();
    agent.close();
    expect(exit).toBe(0);
    expect(out).toMatch(/webhook GET answer → 200.*the caller speaks.*turn 1 .*✓ turns within 5 s\n$/s);
  });

  it('fails where no NCCO names one', async () => {
    const server = await startApplication(({path}) =>
      path === '/answer' ? {body: [{action: 'talk', text: 'No.'}]} : {},
    );
    const {exit, out} = await run({...server.urls, speed: 'max', scenarios: ['agent']});
    await server.close();
    expect(exit).toBe(1);
    expect(out).toMatch(/no WebSocket was called: let the NCCO/);
  });

  it.each<[SimulateCommand, RegExp]>([
    [{scenarios: ['busy'], within: 800}, /--within is about an agent/],
    [{scenarios: ['busy'], json: true}, /--json is how --list is printed/],
    [{scenarios: ['agent'], rate: 8000}, /--rate goes with --to/],
    [{to: 'ws://127.0.0.1:1', header: ['caller']}, /--header takes name=value/],
    [{to: 'ws://127.0.0.1:1', stay: true}, /--to calls a WebSocket and nothing else/],
    [{to: 'ws://127.0.0.1:1', scenarios: ['agent', 'busy']}, /--to takes one scenario: leave "busy" out/],
  ])('says what cannot be: %j', async (command, complaint) => {
    const {exit, err} = await run(command);
    expect(exit).toBe(2);
    expect(err).toMatch(complaint);
  });
});
