import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {printConfig} from '../../source/commands/config.js';
import type {ConfigInput} from '../../source/config/candidates.js';
import {readTextFile} from '../../source/config/reader.js';
import type {Flags} from '../../source/program/options.js';
import {configInput} from '../../source/run/start.js';
import {id, lockedPem, machine, pem} from './machine.js';

function run(command: Flags<'config'>, input: ConfigInput) {
  const printed = {out: '', err: ''};
  const status = printConfig(command, input, {
    out: text => {
      printed.out += text;
    },
    err: text => {
      printed.err += text;
    },
  });
  return {status, ...printed};
}

describe('convo-monitor config', () => {
  const input = machine({
    flags: {port: '4000'},
    env: {VONAGE_PRIVATE_KEY: '~/private.key', VONAGE_SIGNATURE_SECRET: `abcd1234:${'s'.repeat(32)}`},
    files: {
      '/home/anna/private.key': pem,
      '/project/.vonagerc': JSON.stringify({'app-id': id, 'api-secret': 'secret'}),
    },
  });

  it('prints each value with its origin, and the size of each secret', () => {
    const {status, out, err} = run({showOrigin: true}, input);
    expect([status, err]).toEqual([0, '']);
    const [table, files] = out.split('\n\n').map(part => part.trimEnd().split('\n'));
    const rows = table?.map(row => row.trim().split(/ {2,}/));
    expect(rows).toEqual([
      ['port', '4000', 'flag --port'],
      ['host', '127.0.0.1', 'default'],
      ['to', '–', 'not set: --to, or CONVO_MONITOR_TO'],
      ['ncco', '–', 'not set: --ncco, or CONVO_MONITOR_NCCO'],
      ['forward', '–', 'not set: --forward, or CONVO_MONITOR_FORWARD'],
      ['forwardHost', 'pass', 'default'],
      ['forwardErrors', 'speak', 'default'],
      ['forwardSocket', '–', 'not set: --forward-socket, or CONVO_MONITOR_FORWARD_SOCKET'],
      ['socketMax', '256', 'default'],
      ['media', '–', 'not set: --media, or CONVO_MONITOR_MEDIA'],
      ['mediaRecord', '–', 'not set: --media-record, or CONVO_MONITOR_MEDIA_RECORD'],
      ['otlp', '–', 'not set: --otlp, or CONVO_MONITOR_OTLP'],
      ['otlpNumbers', 'false', 'default'],
      ['slowAnswer', '60%', 'default'],
      ['mediaSlow', '1.5s', 'default'],
      ['strict', 'false', 'default'],
      ['applicationId', id, 'file ./.vonagerc (Vonage CLI 3)'],
      ['privateKey', `••• (${pem.length} bytes, RSA 2048)`, 'environment VONAGE_PRIVATE_KEY'],
      ['signatureSecret', 'abcd1234:••• (32 characters)', 'environment VONAGE_SIGNATURE_SECRET'],
      ['requireSignature', 'false', 'default'],
      ['serveToken', '–', 'not set: --serve-token, or CONVO_MONITOR_SERVE_TOKEN'],
      ['apiKey', '–', 'not set: --api-key, or VONAGE_API_KEY'],
      ['apiSecret', '••• (6 characters)', 'file ./.vonagerc (Vonage CLI 3)'],
      ['apiUrl', 'https://api.nexmo.com', 'default'],
      ['pollIdle', '15', 'default'],
      ['tunnel', '–', 'not set: --tunnel, or CONVO_MONITOR_TUNNEL'],
      ['ngrokApi', 'http://127.0.0.1:4040', 'default'],
      ['allowControl', 'false', 'default'],
      ['from', '–', 'not set: --from, or CONVO_MONITOR_FROM'],
      ['bus', '–', 'not set: --bus, or CONVO_MONITOR_BUS'],
      ['team', '–', 'not set: --team, or CONVO_MONITOR_TEAM'],
      ['listener', '–', 'not set: --listener, or CONVO_MONITOR_LISTENER'],
      ['busCreds', '–', 'not set: --bus-creds, or CONVO_MONITOR_BUS_CREDS'],
      ['busNkey', '–', 'not set: --bus-nkey, or CONVO_MONITOR_BUS_NKEY'],
      ['busCa', '–', 'not set: --bus-ca, or CONVO_MONITOR_BUS_CA'],
      ['busInsecure', '–', 'not set: --bus-insecure, or CONVO_MONITOR_BUS_INSECURE'],
      ['busMask', '–', 'not set: --bus-mask, or CONVO_MONITOR_BUS_MASK'],
      ['answerPath', '–', 'not set: --answer-path, or CONVO_MONITOR_ANSWER_PATH'],
      ['eventPath', '–', 'not set: --event-path, or CONVO_MONITOR_EVENT_PATH'],
      ['fallbackPath', '–', 'not set: --fallback-path, or CONVO_MONITOR_FALLBACK_PATH'],
      ['rtcPath', '–', 'not set: --rtc-path, or CONVO_MONITOR_RTC_PATH'],
      ['record', '–', 'not set: --record, or CONVO_MONITOR_RECORD'],
      ['recordMax', '200MB', 'default'],
      ['recordAge', '–', 'not set: --record-age, or CONVO_MONITOR_RECORD_AGE'],
      ['memory', '–', 'not set: --memory, or CONVO_MONITOR_MEMORY'],
      ['durable', '–', 'not set: --durable, or CONVO_MONITOR_DURABLE'],
      ['plain', '–', 'not set: --plain, or CONVO_MONITOR_PLAIN'],
      ['format', '–', 'not set: --format, or CONVO_MONITOR_FORMAT'],
      ['quiet', '–', 'not set: --quiet, or CONVO_MONITOR_QUIET'],
      ['ascii', '–', 'not set: --ascii, or CONVO_MONITOR_ASCII'],
      ['unicode', '–', 'not set: --unicode, or CONVO_MONITOR_UNICODE'],
      ['fps', '–', 'not set: --fps, or CONVO_MONITOR_FPS'],
      ['screenReader', '–', 'not set: --screen-reader, or CONVO_MONITOR_SCREEN_READER'],
      ['mouse', '–', 'not set: --mouse, or CONVO_MONITOR_MOUSE'],
      ['mask', '–', 'not set: --mask, or CONVO_MONITOR_MASK'],
      ['filter', '–', 'not set: --filter, or CONVO_MONITOR_FILTER'],
      ['theme', '–', 'not set: --theme, or CONVO_MONITOR_THEME'],
    ]);
    expect(files).toEqual([
      'Files, the strongest first:',
      'missing     ./convo-monitor.json',
      'read        ./.vonagerc (Vonage CLI 3)',
      'missing     ./vonage_app.json',
      'missing     ./.nexmorc',
      'missing     ~/.config/convo-monitor/config.json',
      'missing     ~/.vonage/config.json',
      'missing     ~/.config/@vonage/cli/vonage.config.json',
      'missing     ~/.nexmorc',
    ]);
  });

  it('names the file that was set aside, and for which', () => {
    const files = {'/project/.vonagerc': '{"api-key": "a"}', '/home/anna/.vonage/config.json': '{"api-key": "b"}'};
    const {out} = run({showOrigin: true}, machine({files}));
    expect(out).toContain('aside       ~/.vonage/config.json (Vonage CLI 3): ./.vonagerc is taken whole\n');
  });

  it('prints the same as JSON', () => {
    const {out} = run({format: 'json'}, input);
    const parsed = JSON.parse(out);
    expect(parsed.settings.port).toEqual({value: 4000, origin: 'flag --port'});
    expect(parsed.settings.apiKey).toEqual({origin: 'not set: --api-key, or VONAGE_API_KEY'});
    expect([parsed.warnings, parsed.errors]).toEqual([[], []]);
  });

  it('exits 2 when a value cannot be used, and still prints the rest', () => {
    const {status, out, err} = run({}, machine({flags: {port: 'x', host: '::1'}}));
    expect(status).toBe(2);
    expect(out).toMatch(/^host +::1$/m);
    expect(err).toBe('Error: The port (flag --port) must be a whole number from 0 to 65535: change it.\n');
  });

  it('prints nothing that a terminal could obey', () => {
    const evil = '\u001b]0;x\u0007\u009b2J\u202e';
    const files = {'/project/convo-monitor.json': JSON.stringify({[evil]: 1, host: evil})};
    for (const format of ['text', 'json'] as const) {
      const {out, err} = run({format, showOrigin: true}, machine({flags: {apiKey: evil, privateKey: evil}, files}));
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
  });
});

describe('a secret', () => {
  const canary = 'CANARY';
  const hidden = `${canary}${'x'.repeat(40)}`;
  const keyWithCanary = pem.replace('\nMI', `\n${canary}MI`);
  const files = (text: string) => ({'/project/convo-monitor.json': text, '/project/.vonagerc': text, '/s': hidden});
  const cases: [string, Parameters<typeof machine>[0]][] = [
    [
      'in the environment',
      {env: {VONAGE_SIGNATURE_SECRET: hidden, VONAGE_API_SECRET: hidden, VONAGE_PRIVATE_KEY: keyWithCanary}},
    ],
    ['on the command line', {flags: {signatureSecret: hidden, apiSecret: hidden, privateKey: keyWithCanary}}],
    ['in a file named by @', {flags: {signatureSecret: '@/s', privateKey: '@/s'}, files: files('{}')}],
    ['in the variable of another secret', {env: {VONAGE_PRIVATE_KEY: hidden}}],
    ['in base64', {env: {VONAGE_PRIVATE_KEY64: `${hidden}/`}}],
    [
      'in a key without its first line',
      {env: {VONAGE_PRIVATE_KEY: `${canary}\n${pem.split('\n').slice(2).join('\n')}`}},
    ],
    ['in a key on one line without its frame', {env: {VONAGE_PRIVATE_KEY: `${canary}/`.repeat(100)}}],
    ['in an encrypted key', {env: {VONAGE_PRIVATE_KEY: lockedPem.replace('\nMI', `\n${canary}MI`)}}],
    [
      'in our files',
      {files: files(JSON.stringify({apiSecret: hidden, signatureSecrets: {abcd1234: hidden}, 'api-secret': hidden}))},
    ],
    [
      'where no text belongs',
      {files: files(JSON.stringify({apiSecret: {[hidden]: hidden}, signatureSecret: 5, port: hidden}))},
    ],
    ['in a file that breaks off', {files: files(`{"apiSecret": "${hidden}`)}],
    ['in a file with single quotes', {files: files(`{"apiSecret": '${hidden}'}`)}],
    ['in a file without quotes', {files: files(`{"apiSecret": ${hidden}}`)}],
    ['in the URL of an application', {flags: {forward: `http://user:${hidden}@localhost:4000/`}}],
    ['in the URL of the API', {flags: {apiUrl: `https://${hidden}@api.nexmo.com/`}}],
  ];

  it.each(cases)('that stands %s is never printed', (_, given) => {
    for (const command of [{showOrigin: true}, {format: 'json'}] as Flags<'config'>[]) {
      const {out, err} = run(command, machine(given));
      expect(out).not.toBe('');
      expect(out + err).not.toContain(canary);
      expect(out + err).not.toContain(pem.slice(100, 140));
    }
  });
});

describe('the disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  afterAll(() => rmSync(folder, {recursive: true}));
  const at = (name: string) => join(folder, name);

  it('is read with the permissions of each file', () => {
    writeFileSync(at('a'), 'é');
    chmodSync(at('a'), 0o640);
    expect(readTextFile(at('a'))).toEqual({text: 'é', mode: 0o640});
  });

  it('is read in part when a path leads to something large or odd', () => {
    mkdirSync(at('folder'));
    writeFileSync(at('large'), ' '.repeat(256 * 1024 + 1));
    expect(readTextFile(at('none'))).toEqual({missing: true});
    expect(readTextFile(join(at('a'), 'below'))).toEqual({missing: true});
    expect(readTextFile(at('folder'))).toEqual({refused: 'it is a folder'});
    expect(readTextFile(at('large'))).toEqual({refused: 'it is larger than 262144 bytes'});
    expect(readTextFile('/dev/zero')).toEqual({refused: 'it is larger than 262144 bytes'});
  });

  it('is where the process stands', () => {
    expect(configInput({port: '1'})).toMatchObject({flags: {port: '1'}, cwd: process.cwd(), env: process.env});
  });
});
