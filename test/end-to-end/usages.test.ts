import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';

/** A command line, its exit status, and what it says of itself (where it fails) or prints (where it does not). */
type Usage = [line: string, status: number, said: string | RegExp];

/** Right and wrong command lines, as people type them, with nothing set up: no word is dropped, each has its sentence. */
const usages: Usage[] = [
  // Help and version, however they are asked for.
  ['--help', 0, 'Usage: convo-monitor [options] [command]'],
  ['-h', 0, 'Usage: convo-monitor [options] [command]'],
  ['help', 0, 'Usage: convo-monitor [options] [command]'],
  ['help simulate', 0, 'Usage: convo-monitor simulate [options] [scenario...]'],
  ['help open', 0, 'Usage: convo-monitor open [options] [file...]'],
  ['ncco --help', 0, 'Usage: convo-monitor ncco [options] <file>'],
  ['help smulate', 2, "error: there is no command 'smulate'; did you mean simulate?"],
  ['help nonsense', 2, "error: there is no command 'nonsense'; see convo-monitor --help"],
  ['help open file', 2, "error: 'file' is too much: see convo-monitor help open"],
  ['--version', 0, /^\d+\.\d+\.\d+\n$/],
  ['-v', 0, /^\d+\.\d+\.\d+\n$/],
  // Verbs.
  ['smulate', 2, "error: there is no command 'smulate'; did you mean simulate?"],
  ['expalin 486', 2, "error: there is no command 'expalin'; did you mean explain?"],
  ['hlep', 2, "error: there is no command 'hlep'; did you mean help?"],
  ['recording.ndjson', 2, "error: there is no command 'recording.ndjson'; see convo-monitor --help"],
  ['monitor', 2, "error: the monitor is what runs without a verb: leave 'monitor' out"],
  ['--port 3000 demo', 2, 'error: write --port behind the verb: convo-monitor demo --port <port>'],
  // Words and flags that a verb has no use for.
  ['--port 3000 extra', 2, "error: there is no command 'extra'; see convo-monitor --help"],
  ['demo busy extra', 2, "error: 'extra' is too much: see convo-monitor demo --help"],
  ['open - -', 2, '- is standard input: name it once.'],
  ['recordings list all', 2, "error: 'all' is too much: see convo-monitor recordings --help"],
  ['recordings lsit', 2, 'recordings takes list or prune; it was "lsit". Did you mean list?'],
  ['recordings --keep 3', 2, 'Nothing is removed by a list: write recordings prune, with --dry-run to see'],
  ['recordings prune', 2, 'Say which recordings are to go: --older-than 30d, --larger-than 200MB, or --keep 20.'],
  [
    'recordings prune --older-than 30',
    2,
    "argument '30' is invalid. Give an age with its unit, such as 30d, 2w or 12h.",
  ],
  ['recordings prune --larger-than 200', 2, "argument '200' is invalid. Give a size with its unit, such as 500KB,"],
  ['diff one.ndjson', 2, 'diff compares two calls: convo-monitor diff GOOD BAD. For two calls of one recording: '],
  ['diff one.ndjson two.ndjson three.ndjson', 2, 'diff compares two calls: convo-monitor diff GOOD BAD.'],
  ['diff - -', 2, 'Standard input can be read once: name a file for one of the two'],
  ['diff', 2, "error: missing required argument 'file'"],
  ['attach', 2, "error: missing required argument 'address'"],
  ['attach ftp://example.com', 2, 'attach takes the address that the monitor says when it starts with --serve'],
  ['attach 1', 4, 'Nothing listens at ws://127.0.0.1:1. Start the monitor there with --serve'],
  ['attach http://127.0.0.1:1/', 4, 'Nothing listens at ws://127.0.0.1:1. Start the monitor there with --serve'],
  [
    'attach http://127.0.0.1:1/#k3pt',
    2,
    /^What stands behind # .* is the token, (?!.*k3pt).*: attach ws:\/\/127\.0\.0\.1:1, with the token in CONVO_MONITOR_SERVE_TOKEN\.\n$/,
  ],
  ['attach nats://127.0.0.1:1 --ca ca.pem', 2, '--ca is for ws addresses: --bus-ca names who signed'],
  ['attach ws://127.0.0.1:1 --serve', 2, '--serve is for a bus: what runs at ws://127.0.0.1:1 is served already'],
  ['attach nats://127.0.0.1:1 --serve here:there', 2, '--serve takes a port, or an address with a port'],
  [
    'attach nats://127.0.0.1:1 --record none/r.ndjson',
    2,
    '--record none/r.ndjson: there is no folder none. Make it first',
  ],
  ['attach ws://127.0.0.1:1 --record .', 2, '--record: . exists, and is left alone. Choose another name'],
  ['attach ws://127.0.0.1:1', 4, 'Nothing listens at ws://127.0.0.1:1. Start the monitor there with --serve'],
  ['--serve 0.0.0.0 --port 0', 2, '--serve 0.0.0.0 can be reached by others, and what is said there could be read'],
  ['--serve --no-record --port 0', 2, '--serve sends what is recorded: leave --no-record out.'],
  ['--serve-insecure --port 0', 2, '--serve-insecure says how it is served: add --serve, or leave it out.'],
  [
    '--serve 192.0.2.1:0 --serve-insecure --port 0',
    4,
    '192.0.2.1:0 cannot be served: this machine has no such address.',
  ],
  ['--serve 99999 --port 0', 2, '--serve takes a port, or an address with a port'],
  ['bus', 2, "error: missing required argument 'words'"],
  ['bus inti nats://127.0.0.1', 2, 'bus takes init, status or push; it was "inti". Did you mean init?'],
  ['bus init', 2, 'Say where the bus is: nats://host[:port], or --bus.'],
  ['bus status 127.0.0.1', 2, 'The address of the bus must be nats://host[:port], or several such hosts with'],
  ['bus status nats://127.0.0.1:1', 4, 'No NATS server is reached at nats://127.0.0.1:1. Start it there, or correct'],
  ['bus status nats://127.0.0.1:1 nats://b', 2, 'bus status takes one address'],
  ['bus push missing.ndjson --bus nats://127.0.0.1:1', 3, 'missing.ndjson cannot be opened'],
  ['bus push empty.ndjson --bus nats://127.0.0.1:1', 3, 'empty.ndjson is no recording of this version that could'],
  ['bus init nats://127.0.0.1:1 --replicas 9 --yes', 2, '--replicas takes 1 to 5'],
  ['--bus nats://127.0.0.1:1 --no-record --port 0', 2, '--bus sends what is recorded, and reads it from there'],
  [
    '--bus nats://me:secret@127.0.0.1 --port 0',
    2,
    'without a name or password: --bus-creds and --bus-nkey take a file',
  ],
  ['--bus nats://127.0.0.1 --team a.b --port 0', 2, 'The name of the team (flag --team) must be up to 64 letters'],
  [
    '--bus nats://127.0.0.1 --bus-creds nowhere.creds --port 0',
    3,
    'The credentials for the bus (flag --bus-creds): there is no',
  ],
  ['stats', 2, "error: missing required argument 'file'"],
  ['stats call.ndjson --by weekday', 2, "argument 'weekday' is invalid. Allowed choices are hour, day, number,"],
  ['stats empty.ndjson', 3, 'empty.ndjson is no recording: it holds no observation.'],
  ['replay call.ndjson', 2, 'Say where your application is: --to with its URL, or a port.'],
  ['replay --to 4000', 2, "error: missing required argument 'file'"],
  ['replay empty.ndjson --to 4000', 3, 'empty.ndjson is no recording: it holds no observation.'],
  ['replay call.ndjson --to http://ann:CANARY@host#x', 2, '--to needs an http or https URL without a user name or #'],
  ['ncco answer.json other.json', 2, "error: 'other.json' is too much: see convo-monitor ncco --help"],
  ['config extra', 2, "error: 'extra' is too much: see convo-monitor config --help"],
  ['init extra', 2, "error: 'extra' is too much: see convo-monitor init --help"],
  ['mcp -', 2, '- is standard input, which is the protocol’s: name a file or a folder.'],
  ['mcp --allow-url example.com', 2, "argument 'example.com' is invalid. Give a URL that begins with http"],
  ['init --keep 3', 2, "error: unknown option '--keep'"],
  ['token extra', 2, "error: 'extra' is too much: see convo-monitor token --help"],
  ['keys extra', 2, "error: 'extra' is too much: see convo-monitor keys --help"],
  ['simulate --list busy', 2, '--list and --schema take no scenario: leave "busy" out.'],
  ['open call.ndjson --port 3000', 2, "error: unknown option '--port'"],
  ['open call.ndjson --speed 2', 2, "error: unknown option '--speed'"],
  ['export call.ndjson --plain', 2, "error: unknown option '--plain'"],
  ['ncco answer.json --strict', 2, "error: unknown option '--strict'"],
  ['keys --plain', 2, "error: unknown option '--plain'"],
  [
    'simulate --to 447700900000',
    2,
    "argument '447700900000' is invalid. Give the URL of a WebSocket, such as ws://localhost:5000/socket.",
  ],
  ['--duplicate', 2, "error: unknown option '--duplicate'"],
  ['--ncco answer.json --forward 4000', 2, '--forward and --ncco are two ways to answer calls: give one.'],
  ['--to 447700900000 --ncco answer.json', 2, '--ncco and --to are two ways to answer calls: give one.'],
  ['keys --json --format markdown', 2, '--json and --format markdown are two formats: leave one of them out.'],
  ['simulate --json', 2, '--json is how --list is printed, and what an agent did: add --list, or talk to one'],
  ['simulate --step --speed max', 2, '--step goes by Enter and has no --speed: leave one of them out.'],
  // Mistyped flags, scenarios, fields, words.
  ['--prot 3000', 2, "error: unknown option '--prot'\n(Did you mean --port?)"],
  ['demo --spede max', 2, "error: unknown option '--spede'\n(Did you mean --speed?)"],
  ['demo bsy', 2, 'There is no scenario "bsy". Did you mean busy? Known are: answered, busy, '],
  ['simulate bsy', 2, 'There is no scenario "bsy". Did you mean busy? Known are: answered, busy, '],
  ['--filter lge:L1', 2, '--filter, at character 1: no such field: lge — did you mean leg?'],
  ['--filter status:', 2, '--filter, at character 7: status: what? For example status:busy,failed'],
  ['explain tiemout', 2, 'Nothing is known of "tiemout". Did you mean timeout?'],
  // Missing and empty values.
  ['--port', 2, "error: option '--port <port>' argument missing"],
  ['open --follow one.ndjson two.ndjson', 2, '--follow follows one file: name one.'],
  ['ncco', 2, "error: missing required argument 'file'"],
  [
    "--record ''",
    2,
    "error: option '--record <file>' argument '' is invalid. It is empty: give a value, or leave the flag out.",
  ],
  ["--snapshot ''", 2, "error: option '--snapshot <file>' argument '' is invalid. It is empty: "],
  ["demo --snapshot ''", 2, "error: option '--snapshot <file>' argument '' is invalid. It is empty: "],
  ["--to ''", 2, "error: option '--to <number>' argument '' is invalid. It is empty: "],
  ["--forward ''", 2, "error: option '--forward <url>' argument '' is invalid. It is empty: "],
  ["--answer-path ''", 2, "error: option '--answer-path <path>' argument '' is invalid. It is empty: "],
  ["--signature-secret ''", 2, "error: option '--signature-secret <secret>' argument '' is invalid. It is empty: "],
  ["--until ''", 2, "error: option '--until <what>' argument '' is invalid. It is empty: "],
  ["simulate --set ''", 2, "error: option '--set <name=value>' argument '' is invalid. It is empty: "],
  ["simulate --drop ''", 2, "error: option '--drop [share]' argument '' is invalid. It is empty: "],
  // Values of flags that hold secrets, which no message repeats.
  ['--api-secrett=CANARY', 2, "error: unknown option '--api-secrett=•••'"],
  ['--api-secrett CANARY', 2, "error: unknown option '--api-secrett'"],
  ['open call.ndjson --api-secret=CANARY', 2, "error: unknown option '--api-secret=•••'"],
  ['--signature-secret a CANARY', 2, "error: there is no command '•••'"],
  ['VONAGE_API_SECRET=CANARY', 2, "error: there is no command 'VONAGE_API_SECRET=•••'"],
  ['—api-secret CANARY', 2, "error: there is no command '—api-secret'"],
  ['--until --api-secret=CANARY', 2, '--until takes ended or a status of a leg'],
  ['--private-key CANARY', 3, 'There is no private key file'],
  ['--signature-secret CANARY --port 70000', 2, 'The port (flag --port) must be a whole number'],
  ['--forward ftp://ann:CANARY@host', 2, 'must be a URL that begins with http:// or https://'],
  ['config --forward http://ann:CANARY@host/?token=CANARY', 0, 'http://ann:•••@host?token=•••'],
  // Wrong values.
  ['--port 70000', 2, 'The port (flag --port) must be a whole number from 0 to 65535: change it.'],
  ['--to 12ab', 2, 'The number to call (flag --to) must have 7 to 15 digits'],
  [
    '--forward ftp://x',
    2,
    'The application to forward to (flag --forward) must be a URL that begins with http:// or https://',
  ],
  ['--forward-host never', 2, 'The Host that the application sees (flag --forward-host) must be one of pass, rewrite'],
  ['--answer-path answer', 2, 'The path of answer webhooks (flag --answer-path) must begin with a slash'],
  ['--until over', 2, '--until takes ended or a status of a leg (started, ringing, '],
  ['--timeout soon', 2, '--timeout takes a time such as 500ms, 60s or 5m'],
  ['--calls 0', 2, "error: option '--calls <n>' argument '0' is invalid. Give a whole number above 0."],
  ['--fail-on anything', 2, 'Allowed choices are error, warning, never.'],
  ['--format xml', 2, 'The format of lines (flag --format) must be one of text, ndjson'],
  ['--theme pink', 2, 'The theme (flag --theme) must be one of dark, light, '],
  ['--fps none', 2, 'How often the screen is drawn (flag --fps) must be a number from 0.2 to 60'],
  ['--bell probelm', 2, 'it was "probelm": did you mean problem?'],
  ['--exec-on ended', 2, '--exec-on says when a command is run: name the command, --exec COMMAND.'],
  ['--exec true --exec-on lge:L1', 2, '--exec-on, at character 1: no such field: lge — did you mean leg?'],
  ['open call.ndjson --exec true', 2, '--bell and --exec are for what happens while it is watched'],
  ['--conversation NCCO-1', 2, '--conversation takes the id of a conversation (CON- and a UUID)'],
  ['demo --speed fast', 2, "argument 'fast' is invalid. Give a number above 0, or max."],
  ['export call.ndjson --format pdf', 2, "argument 'pdf' is invalid. Allowed choices are json, ndjson, csv, "],
  ['diff a.ndjson b.ndjson --format pdf', 2, "argument 'pdf' is invalid. Allowed choices are text, markdown, json."],
  ['config --format toml', 2, "argument 'toml' is invalid. Allowed choices are text, json, markdown, schema."],
  ['token --ttl 5', 2, '--ttl takes whole seconds from 30 to 86400'],
  ['simulate --drop busy', 2, 'Give a share from 0 to 1, and scenarios before the flags.'],
  ['simulate --delay later', 2, 'Give a time such as 500ms or 2s.'],
  ['simulate --answer-url nowhere --event-url nowhere', 2, '"nowhere" is not a URL of http or https'],
  ['simulate --answer-url http://localhost:1', 2, 'With --answer-url, give --event-url too: an application has both.'],
  ['simulate --tunnel x', 2, '--tunnel takes two addresses'],
  // Files that are not there, or hold something else.
  [
    'open missing.ndjson',
    3,
    'missing.ndjson cannot be opened: there is no such file here, and no recording of that name in ',
  ],
  ['open folder', 3, 'folder cannot be opened: it is a folder.'],
  ['open notes.txt', 3, /^notes\.txt is no recording: it holds no observation\. .*\n$/],
  ['open empty.ndjson', 3, 'empty.ndjson is no recording: it holds no observation.'],
  ['export ./missing.ndjson', 3, './missing.ndjson cannot be opened: there is no such file. Name a recording, or - '],
  ['diff ./missing.ndjson answer.json', 3, './missing.ndjson cannot be opened: there is no such file.'],
  ['export answer.json', 3, 'answer.json is no recording: it holds no observation.'],
  [
    'ncco missing.json',
    3,
    'missing.json cannot be read: there is no such file. Give the path of an NCCO, or - for standard input.',
  ],
  ['open /dev/zero', 3, '/dev/zero cannot be opened: it is a device, not a file.'],
  [
    '--ncco /dev/zero',
    3,
    'The NCCO file /dev/zero cannot be read: it is a device or a pipe, not a file. Correct --ncco.',
  ],
  ['ncco folder', 3, 'folder cannot be read: it is a folder.'],
  ['--ncco missing.json', 3, 'missing.json cannot be read: there is no such file. Correct --ncco.'],
  ['--ncco folder', 3, 'folder cannot be read: it is a folder. Correct --ncco.'],
  ['--private-key missing.key', 3, 'There is no private key file ./missing.key (flag --private-key).'],
  ['--signature-secret @missing', 3, 'There is no file ./missing (flag --signature-secret).'],
  ['token', 3, 'No token without an application id and a private key.'],
  [
    'simulate missing.yaml',
    3,
    'missing.yaml cannot be read: there is no such file. Name a scenario (see --list), or its file.',
  ],
  ['simulate notes.txt', 3, 'notes.txt: Invalid input: expected object, received string. What a scenario holds: '],
  [
    'simulate --from missing.ndjson',
    3,
    '--from missing.ndjson cannot be read: there is no such file. Give another file.',
  ],
  ['simulate --audio folder', 3, '--audio folder cannot be read: it is a folder. Give another file.'],
  ['simulate --public-key missing.pem', 3, '--public-key missing.pem cannot be read: there is no such file.'],
  ['--record nowhere/call.ndjson', 2, 'nowhere. Make it first, or choose another.'],
  [
    '--snapshot nowhere/call.json',
    2,
    '--snapshot nowhere/call.json: there is no folder nowhere. Make it first, or choose another.',
  ],
  ['--snapshot answer.json', 2, '--snapshot: answer.json exists, and is left alone.'],
  ['open call.ndjson --expect missing.yaml', 3, 'missing.yaml cannot be read: there is no such file. Name a flow file'],
  ['demo --expect wrong.yaml', 3, 'wrong.yaml:2:3: There is no calle in legs: did you mean callee?'],
  ['--expect never.yaml', 3, 'busy never comes after completed: change their order, or leave one of them out.'],
  [
    'open call.ndjson --reporter junti=x',
    2,
    '--reporter takes junit or tap, with =FILE for a file; it was "junti=x": did you mean junit?',
  ],
  [
    'open call.ndjson --reporter junit=',
    2,
    '--reporter junit= names no file: write junit=FILE, or junit for standard output.',
  ],
  ['open call.ndjson --reporter junit=nowhere/x.xml', 2, 'nowhere. Make it first, or choose another.'],
  ['expect missing.ndjson', 3, 'missing.ndjson cannot be opened: there is no such file'],
  ['test', 2, "error: missing required argument 'flow'"],
  ['test wrong.yaml --wait soon', 2, '--wait takes a time such as 500ms, 60s or 5m; it was "soon".'],
  // What works.
  ['ncco answer.json', 0, ''],
  ['ncco wrong.json', 1, 'There is no action "tlak", so Vonage refuses the NCCO: did you mean "talk"?'],
  ['explain 486', 0, 'busy'],
  ['simulate --list', 0, 'answered '],
  ['simulate --list --json', 0, /^\[\n {2}\{\n {4}"name": "answered",\n/],
  ['explain 486 --json', 0, /^\[[\s\S]*"word": "486 busy_here"/],
  ['explain 486 --format json', 0, /^\[/],
  ['ncco wrong.json --json', 1, '"code": "unknown-action"'],
  ['ncco answer.json --json', 0, /^\[\]\n$/],
  ['keys --json', 0, '"id": "down"'],
  ['config --json', 0, '"settings": {'],
  ['recordings --json', 0, '[]'],
  ['config --show-origin', 0, 'port'],
  ['config --forward 4000', 0, 'http://localhost:4000'],
  ['config --forward localhost:4000', 0, 'http://localhost:4000'],
  ['demo --speed max --until ringing --no-record --plain', 0, ' ringing '],
];

let folder = '';
let program = '';

beforeAll(async () => {
  program = join(await builtProgram(), 'dist/cli.js');
  folder = await mkdtemp(join(tmpdir(), 'convo-monitor-usages-'));
  await mkdir(join(folder, 'folder'));
  await writeFile(join(folder, 'notes.txt'), 'hello\nworld\n');
  await writeFile(join(folder, 'empty.ndjson'), '');
  await writeFile(join(folder, 'answer.json'), '[{"action": "record"}]');
  await writeFile(join(folder, 'wrong.yaml'), 'legs:\n  calle: {type: phone}\n');
  await writeFile(join(folder, 'never.yaml'), 'legs: {callee: {statuses: [completed, busy]}}\n');
  await writeFile(join(folder, 'wrong.json'), '[{"action": "tlak"}]');
}, 60_000);
afterAll(() => rm(folder, {recursive: true, force: true}));

/** Runs a command line as it would be typed: '' is an empty word. */
function run(line: string): Promise<{status: number; out: string; err: string}> {
  const words = line.split(' ').map(word => (word === "''" ? '' : word));
  const env = {PATH: process.env.PATH, HOME: folder};
  return new Promise(resolve => {
    const child = execFile(
      process.execPath,
      [program, ...words],
      {cwd: folder, env, timeout: 20_000},
      (error, out, err) => resolve({status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err}),
    );
    child.stdin?.end();
  });
}

describe('a command line', () => {
  it.concurrent.each(usages)(
    '%s: %i',
    async (line, status, said) => {
      const {out, err, ...ended} = await run(line);
      expect({...ended, err: status === 2 || status === 3 ? err : ''}, out).toEqual({
        status,
        err: status === 2 || status === 3 ? expect.stringMatching(/\S/) : '',
      });
      const text = status < 2 ? out : err;
      if (typeof said === 'string') expect(text).toContain(said);
      else expect(text).toMatch(said);
      expect(`${out}${err}`).not.toContain('CANARY');
      // A sentence or two, never a stack.
      expect(err).not.toMatch(/\n {4}at |ENOENT|EISDIR/);
    },
    60_000,
  );
});
