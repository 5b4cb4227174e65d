import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {type SimulatorOptions, startSimulator} from '../../source/simulator/index.js';
import {id, publicPem} from '../config/machine.js';
import {inPipe} from '../end-to-end/program.js';
import {temporaryFolder} from '../recording/folder.js';
import {startGate} from './gate.js';

export {id};
export const account = {apiKey: 'a1b2c3d4', apiSecret: 'abcdefghijklmnop'};
const authorization = `Basic ${Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64')}`;

/** Of an application with more in it than this program knows of. */
const more = {
  privacy: {improve_ai: false},
  capabilities: {messages: {webhooks: {inbound_url: {address: 'https://prod.example.com/in', http_method: 'POST'}}}},
};

/** A stand-in for Vonage with an application that goes to production, a gate in front of it, and a home of its own for the program. */
export async function linkable(options: Partial<SimulatorOptions> = {}) {
  const vonage = await startSimulator({
    ...{answerUrl: 'https://prod.example.com/voice/answer?x=1', eventUrl: 'https://prod.example.com/voice/event'},
    ...{rtcUrl: 'https://prod.example.com/rtc', applicationId: id, publicKey: publicPem, ...account},
    ...options,
  });
  onTestFinished(vonage.close);
  const gate = await startGate(() => vonage.apiUrl);
  onTestFinished(gate.close);
  const home = await temporaryFolder();
  const url = `${vonage.apiUrl}/v2/applications/${id}`;

  const read = async () => (await fetch(url, {headers: {authorization}})).text();
  /** As somebody else does: at the dashboard, or by another program. */
  async function put(change: (application: Application) => void) {
    const application = JSON.parse(await read()) as Application;
    change(application);
    const headers = {authorization, 'content-type': 'application/json'};
    const {status} = await fetch(url, {method: 'PUT', headers, body: JSON.stringify(application)});
    if (status !== 200) throw new Error(`The Application API answered ${status}.`);
  }
  await put(application => {
    application.privacy = more.privacy;
    Object.assign(application.capabilities, more.capabilities);
    Object.assign(application.capabilities.voice?.webhooks.answer_url ?? {}, {connect_timeout: 500});
  });

  const env = {
    ...{HOME: home, VONAGE_APPLICATION_ID: id, VONAGE_API_KEY: account.apiKey, VONAGE_API_SECRET: account.apiSecret},
    CONVO_MONITOR_API_URL: gate.url,
  };
  return {
    gate,
    env,
    home,
    original: await read(),
    read,
    put,
    /** Starts the program with the account in its environment. */
    start: (args: readonly string[], more: Record<string, string | undefined> = {}) =>
      inPipe(args, {env: {...env, ...more}}),
    async run(args: readonly string[], more: Record<string, string | undefined> = {}) {
      const started = await inPipe(args, {env: {...env, ...more}});
      started.child.stdin?.end();
      return {status: await started.ended, out: started.out(), err: started.err()};
    },
    /** What is left to put back. */
    journals: async () =>
      (await readdir(join(home, '.local/state/convo-monitor/links')).catch(() => [])).filter(name =>
        name.endsWith('.json'),
      ),
  };
}

type Webhook = {address: string; http_method: string};
export type Application = {
  name?: string;
  privacy?: unknown;
  capabilities: {
    voice?: {webhooks: {answer_url: Webhook; event_url: Webhook}};
    rtc?: {webhooks: {event_url: Webhook}};
  };
};
export type Linkable = Awaited<ReturnType<typeof linkable>>;

export const tunnel = 'https://ab12.example.com';
export const linkArgs = ['link', '--tunnel', tunnel, '--yes'];

/** A link that is set. */
export async function linkedBy(rig: Linkable) {
  const started = await rig.start(linkArgs);
  await started.says('Linked.');
  return started;
}
