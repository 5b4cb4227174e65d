import {groupings, measures} from '../call/measures.js';
import type {Heading} from '../config/headings.js';
import {settings} from '../config/settings.js';
import {saveFormats} from '../store/save-formats.js';
import {reporter} from './reporter.js';
import {simulateExamples, simulateOptions} from './simulate-options.js';
import {
  age,
  applicationUrl,
  conversationId,
  count,
  goal,
  moment,
  origin,
  positive,
  replaySpeed,
  saveFormat,
  shard,
  size,
  speed,
  timeout,
  wait,
} from './values.js';

export type VerbRow = {
  /** Its argument, as commander writes it, and what that is. */
  takes?: readonly [name: string, help?: string];
  help: string;
  /** Behind `--`, it takes a command with arguments of its own. */
  command?: true;
  /** Starts the listener's thread before anything else is loaded. */
  listens?: true;
  /** How it is used, at the end of its help. */
  examples: readonly string[];
  /** What its help says before the examples. */
  after?: string;
};

/** Every verb, in the order of `--help`; a verb's file is commands/NAME.ts. `monitor` is what runs without a verb. */
export const verbs = {
  monitor: {
    examples: [
      'convo-monitor --port 3000 --to 447700900000          answers calls by connecting them to a number',
      'convo-monitor --forward 4000                         in front of your application on port 4000',
      'convo-monitor --plain --until ended --fail-on error  waits for one call, and fails when it went wrong',
    ],
    help: 'Watch Vonage voice calls live: webhooks, Conversation API, legs, members, events, and why a call ended.',
    listens: true,
  },
  demo: {
    takes: ['[scenario]', 'which call to simulate'],
    examples: [
      'convo-monitor demo',
      'convo-monitor demo busy        the scenarios: convo-monitor simulate --list',
      'convo-monitor demo day --speed max --plain',
    ],
    help: 'the monitor with a simulated Vonage calling it: no account, no network',
    after:
      '\nIts calls are the same wherever it runs: environment and files are asked only how they are shown, and for --serve-token.',
    listens: true,
  },
  call: {
    takes: ['<number>', 'whom to call, such as 447700900001'],
    examples: [
      'convo-monitor call 447700900001 --allow-control                     asks first, and shows the call',
      'convo-monitor call 447700900001 --allow-control --ncco answer.json --from 447700900000',
      'convo-monitor call 447700900001 --allow-control --yes --until ended --fail-on error --hangup-on-exit',
      'convo-monitor call 447700900001 --allow-control --yes --json        places it, and ends',
    ],
    help: 'a real test call to a number, placed by the Voice API, and shown until it is over',
    after: [
      '',
      'Where a public URL leads to the port (a tunnel, --tunnel), whoever answers gets what the monitor answers there: that of',
      'this run, or one that listens on the port already. Otherwise the NCCO goes with the call: of --ncco or --to, or a',
      'sentence; then the call is seen by the API alone. What is called is charged for.',
      '',
      'Exit status: as of the monitor; 1 also where the call was not placed. With --json it ends once it is placed.',
    ].join('\n'),
    listens: true,
  },
  simulate: {
    takes: ['[scenario...]', 'calls to place: names (see --list), or YAML and JSON files'],
    help: 'a stand-in for Vonage that calls your application: no account, no phone, no network',
    examples: simulateExamples,
  },
  open: {
    takes: [
      '[file...]',
      'recordings and snapshots, packed by gzip or not, shown together in the order of time; a bare name may be one of the state folder’s; - is standard input; or the address of a bus (nats://host), alone; without one, a list to choose from',
    ],
    examples: [
      'convo-monitor open',
      'convo-monitor open call.ndjson',
      'convo-monitor open monday.ndjson tuesday.ndjson.gz',
      'convo-monitor open call.ndjson --plain --filter is:problem',
      'convo-monitor open --follow call.ndjson',
      'convo-monitor open call.ndjson --forward 4000     r and R send webhooks again',
      'convo-monitor open snapshot.json',
      'convo-monitor open nats://bus.example.com --at 2026-11-26T09:00    what had been seen by then',
    ],
    help: 'a recording with the full screen, or as lines',
  },
  attach: {
    takes: [
      '<address>',
      'what the monitor says when it starts with --serve, such as ws://127.0.0.1:4600, or that of a bus (nats://host)',
    ],
    examples: [
      'convo-monitor attach ws://127.0.0.1:4600                      on the machine of the monitor',
      'ssh -L 4600:127.0.0.1:4600 staging                            then the same here, with --serve-token',
      'convo-monitor attach wss://lab.example.com:4600 --ca ca.pem --plain',
      'convo-monitor attach nats://bus.example.com --team qa --since 2h    what all monitors of a team publish',
      'convo-monitor attach nats://bus.example.com --team qa --serve       the same, and for browsers',
      'convo-monitor attach nats://bus.example.com --team qa --summaries   the list of calls at once, however many there are',
      'convo-monitor attach nats://bus.example.com --team qa --record monday.ndjson',
    ],
    help: 'the screen of a monitor that runs elsewhere: what was recorded there, then what comes',
    after: [
      '',
      'It only looks. Filters, views and marks are your own. A connection that is lost comes back by itself. What waiting does not',
      'mend (another token, another version, something else that listens there) is said: a screen stays, and a run in a pipe ends.',
      '',
      'At a bus (--bus of the monitors), several listeners’ parts of one call are one call; listener:NAME filters by who saw what.',
      'open, export, stats and expect take the address of a bus, too, for what is there by now. With --serve others attach to',
      'what is read here, also in a browser. --record keeps it, as it came, for you alone (0600).',
      '',
      'With --summaries the list is there at once: the calls are listed by the summaries that convo-monitor worker publishes, and what',
      'happened in a call is read when it is looked at (with the calls that it was moved from or to, four at a time). Filters of the list',
      'then ask of what a summary says (status, from, to, duration, is:problem). It is for the screen; for a pipe there is calls.',
      '',
      'Exit status: as of open; 4 where it cannot be reached, 3 where it wants another token; 1 where a bus refuses, 3 these credentials.',
    ].join('\n'),
  },
  bus: {
    takes: ['<words...>', 'init, status or push; then an address, or recordings'],
    examples: [
      'convo-monitor bus init nats://127.0.0.1                 says what it would make, and asks',
      'convo-monitor bus init nats://bus.example.com --max-age 14d --replicas 3 --bus-creds admin.creds --yes',
      'convo-monitor bus status nats://127.0.0.1 --json',
      'convo-monitor bus status nats://127.0.0.1 --listeners    and which monitors are there now',
      'convo-monitor bus push call.ndjson --bus nats://127.0.0.1    what is not there yet',
    ],
    help: 'the bus of a team (NATS JetStream): make its stream, look at it, send what a run could not',
    after: [
      '',
      'init makes the stream CONVO for convo.>, or changes what is asked to be changed, and prints what a listener, a reader and an',
      'administrator have to be permitted. With --shards 4 there are four (CONVO, CONVO-2, …): each conversation is in one of them, for teams whose calls are',
      'too many for one; who publishes and who reads finds that by itself. That number cannot be changed later.',
      'status says what is there, of whom, and what of this machine is not. A monitor says every 10 s that it is there: with --listeners',
      'status waits for that, and says of each how late it is and how far its clock is from that of this machine.',
      'push sends what of recordings is not on the bus yet, and says how much that was. Without an address, that of --bus.',
      '',
      'Exit status: 0 done, 1 refused or not all sent, 2 wrong usage, 3 a file or credentials, 4 the bus is not reached.',
    ].join('\n'),
  },
  worker: {
    takes: ['[address]', 'of a bus, such as nats://127.0.0.1; without one, that of --bus'],
    examples: [
      'convo-monitor worker nats://127.0.0.1',
      'convo-monitor worker nats://bus.example.com --bus-creds worker.creds --json > summaries.ndjson',
    ],
    help: 'count the calls of a bus, and publish a summary of each: what calls lists without reading all that ever happened',
    after: [
      '',
      'It runs until it is told to end, and says a line for each call that is over; with --json each summary that it publishes. Several',
      'share the streams of the bus (bus init --shards 4) out among them: each is counted by one at a time. What one that has died was',
      'counting is counted by another one some 5 s later, from where it was left; no call is left out, or counted twice.',
      '',
      'Exit status: that of the signal (143 for SIGTERM, 130 for Ctrl-C), 1 refused by the bus, 2 wrong usage, 3 credentials, 4 it is not reached.',
    ].join('\n'),
  },
  calls: {
    takes: ['[address]', 'of a bus, such as nats://127.0.0.1; without one, that of --bus'],
    examples: [
      'convo-monitor calls nats://bus.example.com --team qa --since 2h',
      'convo-monitor calls nats://127.0.0.1 --filter "from:4477 is:problem"',
      'convo-monitor calls nats://127.0.0.1 --filter status:busy --json',
    ],
    help: 'the calls of a bus, newest first, by the summaries that a worker publishes: when, who, how long, what became of each',
    after: [
      '',
      '--filter asks what a list of calls can answer: words, call, status, from, to, number, endpoint, leg, dir, duration, legs, is:problem.',
      'For what happened in one: convo-monitor attach nats://… --conversation CON-….',
      '',
      'Exit status: 0 also where there is none, 1 refused by the bus, 2 wrong usage, 3 credentials, 4 it is not reached.',
    ].join('\n'),
  },
  recordings: {
    takes: ['[action]', 'list, or prune: remove some for good'],
    examples: ['convo-monitor recordings', 'convo-monitor recordings prune --older-than 30d --keep 20 --dry-run'],
    help: 'the recordings of the state folder, newest first: when, how long, calls, parties, outcome, problems, size',
    after: [
      '',
      'prune removes those to which all that is said applies (--older-than, --larger-than), but never one of the newest',
      '--keep, nor one that a monitor is writing. It asks first; where nobody can be asked it needs --yes.',
    ].join('\n'),
  },
  export: {
    takes: [
      '<file...>',
      'recordings and snapshots, as open takes them; - is standard input; or the address of a bus (nats://host), alone',
    ],
    examples: [
      'convo-monitor export call.ndjson --format ladder',
      'convo-monitor export call.ndjson --format csv --filter leg:L1 --mask > call.csv',
      'convo-monitor export day.ndjson --format html --call CON-4c1f --mask > call.html',
    ],
    help: 'a recording in another form, on standard output',
    after: `\nFormats:\n${saveFormats.map(({name, holds}) => `  ${name.padEnd(10)}${holds}`).join('\n')}`,
  },
  diff: {
    takes: ['<file...>', 'GOOD and BAD: recordings or snapshots, or - for standard input'],
    examples: [
      'convo-monitor diff yesterday.ndjson today.ndjson',
      'convo-monitor diff good.ndjson day.ndjson --call CON-4c1f --format markdown --mask',
      'convo-monitor diff day.ndjson --call 3 --call 7     two calls of one recording',
    ],
    help: 'two calls side by side: where they part, and how their times differ',
    after: `\nExit status: 0 alike, 1 different, 2 wrong usage, 3 a file that cannot be read. Ids, stamps and prices never count, nor do timings.`,
  },
  stats: {
    takes: [
      '<file...>',
      'recordings and snapshots, as open takes them; - is standard input; or the address of a bus (nats://host)',
    ],
    help: 'what the calls of recordings come to together: times, delays, outcomes, cost',
    examples: [
      'convo-monitor stats monday.ndjson tuesday.ndjson',
      'convo-monitor stats day.ndjson --by hour',
      'convo-monitor stats day.ndjson --histogram turn      how long agents took to answer',
      'convo-monitor stats day.ndjson --by number --json --mask',
      'convo-monitor stats nats://bus.example.com --team qa --since 24h',
    ],
    after: `\nOf each kind of time: how many, the shortest, the longest, and percentiles: of a hundred, 95 are no longer than p95.`,
  },
  replay: {
    takes: ['<file...>', 'recordings and snapshots, as open takes them; - is standard input'],
    help: 'the webhooks of a recording to your application again: where its answers differ from those of then',
    examples: [
      'convo-monitor replay call.ndjson --to 4000',
      'convo-monitor replay day.ndjson --to http://localhost:4000/app --call CON-4c1f --speed 10',
      'convo-monitor replay call.ndjson --to 4000 --speed step                   asks before each webhook',
      'convo-monitor replay call.ndjson --to 4000 --signature-secret @secret     signed again',
    ],
    after: [
      '',
      'Method, path, query, headers and body are those that were recorded; the path stands behind that of the URL.',
      'Answers differ by status, content type and body: NCCOs by their actions in order and the values in these, other',
      'JSON by its values, never by white space. Webhooks go one after the other; with --signature-secret they are',
      'signed again, because a signature is never recorded.',
      '',
      'Exit status: 0 all alike, 1 different or not answered, 2 wrong usage, 3 a file that cannot be read.',
    ].join('\n'),
  },
  expect: {
    takes: [
      '<recording...>',
      'recordings, as open takes them; - is standard input; or the address of a bus (nats://host), alone',
    ],
    help: 'a flow file from a good call, on standard output: what --expect holds other calls against',
    examples: [
      'convo-monitor expect call.ndjson > flow.yaml',
      'convo-monitor expect day.ndjson --call 3 > flow.yaml',
      'convo-monitor open other.ndjson --expect flow.yaml',
    ],
  },
  test: {
    takes: ['<flow...>', 'flow files; behind --, the command that starts your application'],
    help: 'starts your application, places the calls of flow files, checks them, and stops it',
    command: true,
    listens: true,
    examples: [
      'convo-monitor test flows/*.yaml -- npm start                  your application listens on the port in PORT',
      'convo-monitor test flows/*.yaml --forward 4000 -- npm start   or on a port of its own',
      'convo-monitor test flow.yaml --forward 4000                   one that runs already',
      'convo-monitor test flows/*.yaml --reporter junit=junit.xml -- npm start',
    ],
  },
  doctor: {
    examples: [
      'convo-monitor doctor',
      'convo-monitor doctor --forward 4000 --port 3001     with the flags that the monitor is started with',
      'convo-monitor doctor --json',
    ],
    help: 'nothing arrives? every hop on the way of a call: what was asked, what was seen, what to do',
    after: '\nExit status: 0 all well, 1 something is broken, 3 not enough to check. It never changes anything.',
  },
  link: {
    examples: [
      'convo-monitor link                           beside a monitor that runs, with its flags',
      'convo-monitor link --tunnel https://ab12.example.com --yes',
      'convo-monitor link --dry-run --json',
      'convo-monitor --link                         the monitor and this in one',
    ],
    help: 'set the application’s webhook URLs to the public URL that leads here, and put the old ones back at the end',
    after: [
      '',
      'It shows what would be other and asks first; where nobody can be asked it needs --yes. What was there before is written',
      'down before anything is changed, and put back on Ctrl-C and any other end; after a crash by the next start of the monitor,',
      'or by convo-monitor restore. Only URLs and methods are changed: those of answer and event, and of fallback and RTC where the',
      'application has them. In front of your application (--forward) the paths stay. --json writes a JSON document a line:',
      'linked, then restored.',
      '',
      'Exit status: that of the signal (130 for Ctrl-C), 0 nothing was changed, 1 another process has linked it, or somebody has',
      'changed it meanwhile, 2 wrong usage, 3 credentials, no voice capability, or refused, 4 no tunnel, or the API was not reached.',
    ].join('\n'),
  },
  restore: {
    examples: [
      'convo-monitor restore',
      'convo-monitor restore --application-id aaaaaaaa-bbbb-cccc-dddd-0123456789ab --yes',
      'convo-monitor restore --force                what was there before link, whatever is there now',
    ],
    help: 'put back the webhook URLs that a link left behind, of all applications or of one (--application-id)',
    after: [
      '',
      'Only what link has changed is put back. Where somebody else has changed that since, nothing is: it is said who has what,',
      'and --force puts back what was there before all the same, --keep-theirs leaves theirs and puts back the rest.',
      '',
      'Exit status: 0 put back, or nothing to do, 1 changed by somebody else, 2 wrong usage, 3 credentials, 4 network.',
    ].join('\n'),
  },
  init: {
    examples: [
      'convo-monitor init                          in the folder of your application',
      'convo-monitor init --forward 4000 --yes',
      'convo-monitor init --dry-run',
    ],
    help: 'write convo-monitor.json from what is found: .env, Vonage CLI files, a tunnel, your application’s port',
    after: [
      '',
      'A flag is written as it is given. No secret is ever written: a key stays where it is, and only its path is named.',
      'It asks first; where nobody can be asked it does not. A convo-monitor.json that exists is left alone, and what it',
      'says otherwise is said.',
      '',
      'Exit status: 0 written, or nothing to write, 2 wrong usage, 3 the file that exists says otherwise or is broken.',
    ].join('\n'),
  },
  config: {
    examples: [
      'convo-monitor config --show-origin',
      'convo-monitor config --format schema > convo-monitor.schema.json',
    ],
    help: 'every setting and its value; secrets are never shown',
  },
  token: {
    examples: ['curl -H "Authorization: Bearer $(convo-monitor token)" https://api.nexmo.com/v1/calls'],
    help: 'print an application JWT, for curl',
  },
  ncco: {
    takes: ['<file>'],
    examples: ['convo-monitor ncco answer.json', 'curl -s localhost:4000/answer | convo-monitor ncco -'],
    help: 'check an NCCO file, or - for standard input',
  },
  keys: {
    examples: ['convo-monitor keys --format markdown'],
    help: 'every command of the screen with its keys, your own ("keys" in convo-monitor.json) included',
  },
  explain: {
    takes: ['[word...]', 'such as timeout, 486, conversation:error:not-found, or sip 404'],
    examples: ['convo-monitor explain 486', 'convo-monitor explain sip 404'],
    help: 'what a status, detail, SIP code, API or NCCO error means, and what to do next; all without a word',
  },
  mcp: {
    takes: ['[file...]', 'recordings, or folders with some, that may be read besides those of the state folder'],
    examples: [
      'convo-monitor mcp --mask                              as a client starts it',
      'convo-monitor mcp call.ndjson ./recordings            with recordings of your own',
      'convo-monitor mcp --forward 4000 --port 3001          doctor and simulate know your application',
    ],
    help: 'for an assistant that speaks MCP: recordings, calls, NCCOs, the doctor, simulated calls, on standard input and output',
    after: [
      '',
      'It reads and checks, and changes nothing. Only simulate sends something to an application: to one of this machine,',
      'and elsewhere where --allow-url names it. Answers are short, and say how to get the rest; what came from a call is',
      'marked as data. No path that an assistant names is read.',
    ].join('\n'),
  },
  completions: {
    takes: ['<shell>', 'bash, zsh or fish'],
    examples: [
      'source <(convo-monitor completions bash)       in this shell; in every shell, from ~/.bashrc',
      'convo-monitor completions zsh > ~/.zfunc/_convo-monitor',
      'convo-monitor completions fish > ~/.config/fish/completions/convo-monitor.fish',
    ],
    help: 'what a shell needs to complete verbs, flags and their values',
  },
} as const satisfies Record<string, VerbRow>;

export type Verb = keyof typeof verbs;

/** What only the command line has; settings, which the environment and files have as well, are in config/settings.ts. */
export type OptionRow = {
  flag: `--${string}`;
  /** Under what a long help lists it. */
  under?: Heading;
  /** The value in help texts, such as `<file>`, or `[share]` for one that can be left out; absent where the bare flag is enough. */
  takes?: string;
  help: string;
  verbs: readonly Verb[];
  choices?: readonly string[];
  /** The text as a value; throws InvalidArgumentError or UsageError. */
  read?: (text: string) => unknown;
  default?: unknown;
  /** In words, for the help: what holds without the flag. */
  otherwise?: string;
  /** Given several times: `each` takes one value a time, `list` also several at once. */
  several?: 'each' | 'list';
  /** The value of the bare flag, where it may take one. */
  bare?: string;
  /** What its opposite, `--no-…`, does. */
  not?: string;
  /** Its value is never shown. */
  secret?: true;
};

const showing = ['monitor', 'demo', 'call', 'open', 'attach'] as const;
/** What reads recordings, and a bus. */
const onBus = ['open', 'attach', 'export', 'stats', 'expect'] as const;
const judging = [...showing, 'test'] as const;

const own = [
  {
    flag: '--conversation',
    under: 'api',
    takes: '<id...>',
    help: 'watch this conversation from the start',
    several: 'list',
    read: conversationId,
    verbs: ['monitor'],
  },
  {
    flag: '--since',
    takes: '<time>',
    help: 'of a bus: only what came there since (2h, 7d, or 2026-11-26T09:00)',
    read: moment,
    otherwise: 'all that is there',
    verbs: [...onBus, 'calls'],
  },
  {
    flag: '--at',
    takes: '<time>',
    help: 'of a bus: only what was seen until then (2h: so long ago; or 2026-11-26T09:00)',
    read: moment,
    otherwise: 'until now',
    verbs: ['open', 'export', 'stats', 'expect'],
  },
  {flag: '--application', takes: '<id>', help: 'of a bus: only this Vonage application', verbs: [...onBus, 'calls']},
  {
    flag: '--conversation',
    under: 'api',
    takes: '<id>',
    help: 'of a bus: only this conversation',
    read: conversationId,
    verbs: onBus,
  },
  {
    flag: '--listener',
    under: 'bus',
    takes: '<name>',
    help: 'of a bus: only what this listener published',
    verbs: [...onBus, 'calls'],
  },
  {
    flag: '--summaries',
    help: 'of a bus: list the calls by the summaries that workers publish, and read only those that are looked at',
    verbs: ['attach'],
  },
  {
    flag: '--record',
    takes: '<file>',
    help: 'keep what comes in a recording: a new file, which open shows again',
    verbs: ['attach'],
  },
  {
    flag: '--format',
    takes: '<format>',
    help: 'what to make of it',
    choices: saveFormats.map(({name}) => name),
    read: saveFormat,
    default: 'json',
    verbs: ['export'],
  },
  {
    flag: '--serve',
    under: 'watching',
    takes: '[address]',
    help: 'let others attach to what is recorded, also in a browser: a port, or an address with one',
    bare: '127.0.0.1:4600',
    verbs: ['monitor', 'demo', 'attach'],
  },
  {
    flag: '--serve-cert',
    under: 'watching',
    takes: '<file>',
    help: 'certificate (PEM), to serve by wss',
    verbs: ['monitor', 'demo', 'attach'],
  },
  {
    flag: '--serve-key',
    under: 'watching',
    takes: '<file>',
    help: 'its key (PEM)',
    verbs: ['monitor', 'demo', 'attach'],
  },
  {
    flag: '--serve-insecure',
    under: 'watching',
    help: 'serve beyond this machine without a certificate',
    verbs: ['monitor', 'demo', 'attach'],
  },
  {flag: '--ca', takes: '<file>', help: 'a certificate (PEM) to believe', verbs: ['attach']},
  {
    flag: '--by',
    takes: '<what>',
    help: 'the same of each group of calls',
    choices: groupings,
    verbs: ['stats'],
  },
  {
    flag: '--histogram',
    takes: '<measure>',
    help: 'only this, as a histogram',
    choices: measures,
    verbs: ['stats'],
  },
  {
    flag: '--call',
    takes: '<call>',
    help: 'only this call: its number, or the beginning of the id of a conversation or leg (several times: several)',
    several: 'each',
    otherwise: 'all of them',
    verbs: ['export'],
  },
  {
    flag: '--call',
    takes: '<id>',
    help: 'which call, where there are several: its number or the beginning of an id; twice for GOOD and BAD',
    several: 'each',
    verbs: ['diff'],
  },
  {
    flag: '--format',
    takes: '<format>',
    help: 'for a terminal, a ticket or programs',
    choices: ['text', 'markdown', 'json'],
    default: 'text',
    verbs: ['diff'],
  },
  {
    flag: '--to',
    takes: '<url>',
    help: 'your application: a URL, or a port of this machine',
    otherwise: 'what --forward is set to',
    read: applicationUrl,
    verbs: ['replay'],
  },
  {
    flag: '--speed',
    takes: '<how>',
    help: 'the gaps between webhooks: 1 as they were, 10 a tenth, max none, step asks before each; none is longer than 60s',
    read: replaySpeed,
    default: 'max',
    verbs: ['replay'],
  },
  {
    flag: '--call',
    takes: '<call>',
    help: 'only this call: its number, or the beginning of the id of a conversation or leg (several times: several)',
    several: 'each',
    otherwise: 'all of them',
    verbs: ['replay'],
  },
  {
    flag: '--format',
    takes: '<format>',
    help: 'for people or for programs',
    choices: ['text', 'json'],
    default: 'text',
    verbs: ['replay'],
  },
  {
    flag: '--forward',
    under: 'answering',
    takes: '<url>',
    help: 'your application (a URL, or a port), to which r and R send webhooks again',
    verbs: ['open'],
  },
  {
    flag: '--follow',
    under: 'shown',
    help: 'go on with what is written to the file, as live, whatever becomes of it',
    verbs: ['open'],
  },
  {
    flag: '--snapshot',
    under: 'kept',
    takes: '<file>',
    help: 'write a snapshot (JSON) on exit; - for standard output',
    verbs: showing,
  },
  {
    flag: '--until',
    under: 'stopping',
    takes: '<what>',
    help: 'stop by itself: ended, answered, or a status of a leg',
    read: goal,
    verbs: showing,
  },
  {
    flag: '--timeout',
    under: 'stopping',
    takes: '<time>',
    help: 'stop after this time, such as 60s or 5m',
    read: timeout,
    verbs: judging,
  },
  {
    flag: '--calls',
    under: 'stopping',
    takes: '<n>',
    help: 'how many calls --until waits for',
    read: positive,
    otherwise: '1',
    verbs: showing,
  },
  {
    flag: '--fail-on',
    under: 'stopping',
    takes: '<what>',
    help: 'exit status 1 when a call had an error, or a warning',
    choices: ['error', 'warning', 'never'],
    otherwise: 'never',
    verbs: judging,
  },
  {
    flag: '--expect',
    under: 'stopping',
    takes: '<flow>',
    help: 'a flow file that says how calls are to go (several times: several); exit status 1 when one went otherwise',
    several: 'each',
    verbs: showing,
  },
  {
    flag: '--bell',
    under: 'occasions',
    takes: '<when>',
    help: 'let the terminal sound at a problem, when a call has ended, at a status of a leg, or at what a filter finds (several times: several)',
    several: 'each',
    verbs: showing,
  },
  {
    flag: '--exec',
    under: 'occasions',
    takes: '<command>',
    help: 'run this by the shell when --exec-on happens, with what happened in its environment (CONVO_…) and as an NDJSON line on its standard input',
    verbs: showing,
  },
  {
    flag: '--exec-on',
    under: 'occasions',
    takes: '<when>',
    help: 'when --exec is run: at a problem, when a call has ended (ended), at a status of a leg, or at what a filter finds (several times: several)',
    several: 'each',
    otherwise: 'problem',
    verbs: showing,
  },
  {
    flag: '--call',
    takes: '<call>',
    help: 'which of several calls: its number, or its conversation; all, where they went alike',
    verbs: ['expect'],
  },
  {
    flag: '--reporter',
    under: 'stopping',
    takes: '<form=file>',
    help: 'what became of the flows for programs as well: junit=FILE, tap=FILE; without a file, on standard output',
    several: 'each',
    read: reporter,
    verbs: judging,
  },
  {
    flag: '--fail-on-open-legs',
    under: 'stopping',
    help: 'exit status 1 when a leg is still up at the end',
    verbs: judging,
  },
  {
    flag: '--speed',
    under: 'simulated',
    takes: '<factor>',
    help: 'pace of the simulated calls: 1 is real time, max as fast as it goes',
    otherwise: 'talk cut short',
    read: speed,
    verbs: ['demo'],
  },
  {
    flag: '--speed',
    under: 'simulated',
    takes: '<factor>',
    help: 'pace of the simulated calls: 1 is real time, max as fast as it goes',
    otherwise: 'max',
    read: speed,
    verbs: ['test'],
  },
  {
    flag: '--wait',
    under: 'stopping',
    takes: '<time>',
    help: 'how long your application may take to listen on its port',
    otherwise: '30s',
    read: wait,
    verbs: ['test'],
  },
  {
    flag: '--faults',
    under: 'simulated',
    help: 'let webhooks come late, twice, cut or malformed, and the API stumble',
    verbs: ['demo'],
  },
  {
    flag: '--json',
    help: 'one JSON document, for programs; where there are formats, the same as --format json',
    verbs: [
      'recordings',
      'stats',
      'bus',
      'calls',
      'call',
      'doctor',
      'link',
      'restore',
      'simulate',
      'keys',
      'config',
      'explain',
      'ncco',
      'diff',
      'replay',
    ],
  },
  {flag: '--json', help: 'each summary as a line of JSON, when it is published', verbs: ['worker']},
  {
    flag: '--shard',
    takes: '<n/of>',
    help: 'count this one of the streams alone, such as 3/16',
    read: shard,
    otherwise: 'those that are nobody’s',
    verbs: ['worker'],
  },
  {
    flag: '--allow-url',
    takes: '<url>',
    help: 'where simulated calls may go besides this machine: an origin such as https://staging.example.com (several times: several)',
    several: 'each',
    read: origin,
    verbs: ['mcp'],
  },
  {
    flag: '--older-than',
    takes: '<age>',
    help: 'prune those not written to for so long: 30d, 12h',
    read: age,
    verbs: ['recordings'],
  },
  {
    flag: '--larger-than',
    takes: '<size>',
    help: 'prune those larger than this: 200MB',
    read: size,
    verbs: ['recordings'],
  },
  {flag: '--keep', takes: '<n>', help: 'prune none of so many newest ones', read: count, verbs: ['recordings']},
  {flag: '--dry-run', help: 'say what prune would remove, and remove nothing', verbs: ['recordings']},
  {flag: '--yes', help: 'prune without asking', verbs: ['recordings']},
  {
    flag: '--max-age',
    takes: '<age>',
    help: 'init: how long observations are kept: 12h, 7d',
    read: age,
    otherwise: '7d',
    verbs: ['bus'],
  },
  {
    flag: '--max-bytes',
    takes: '<size>',
    help: 'init: how much is kept, such as 10GB; then the oldest go first',
    read: size,
    otherwise: '10GB',
    verbs: ['bus'],
  },
  {
    flag: '--replicas',
    takes: '<n>',
    help: 'init: how many servers of a cluster have each of them',
    read: positive,
    otherwise: '1',
    verbs: ['bus'],
  },
  {
    flag: '--shards',
    takes: '<n>',
    help: 'init: among how many streams conversations are shared out',
    read: positive,
    otherwise: '1',
    verbs: ['bus'],
  },
  {flag: '--listeners', help: 'status: listen for 11 s to which of them are there', verbs: ['bus']},
  {flag: '--dry-run', help: 'init: say what would be made, and make nothing', verbs: ['bus']},
  {flag: '--yes', help: 'init: make it without asking', verbs: ['bus']},
  {flag: '--dry-run', help: 'print the file on standard output, and write nothing', verbs: ['init']},
  {flag: '--yes', help: 'write without asking', verbs: ['init']},
  {
    flag: '--link',
    under: 'reached',
    help: 'set the application’s webhook URLs to the public URL that leads here, as convo-monitor link does; asks first',
    verbs: ['monitor'],
  },
  {flag: '--yes', under: 'reached', help: 'link without asking', verbs: ['monitor', 'link']},
  {flag: '--yes', under: 'reached', help: 'call without asking', verbs: ['call']},
  {
    flag: '--hangup-on-exit',
    under: 'acting',
    help: 'hang up what was placed from here and is still up, however it ends',
    verbs: ['monitor', 'call'],
  },
  {flag: '--dry-run', help: 'say what would be changed, and change nothing', verbs: ['link']},
  {flag: '--yes', help: 'put back without asking', verbs: ['restore']},
  {flag: '--force', help: 'put back also what somebody else has changed since', verbs: ['restore']},
  {
    flag: '--keep-theirs',
    help: 'leave what somebody else has changed since, and put back the rest',
    verbs: ['restore'],
  },
  {flag: '--show-origin', help: 'also where each value comes from, and which files were read', verbs: ['config']},
  {
    flag: '--format',
    takes: '<format>',
    help: 'markdown: the flags of the monitor, as the README has them; schema: the JSON Schema of convo-monitor.json',
    choices: ['text', 'json', 'markdown', 'schema'],
    verbs: ['config'],
  },
  {flag: '--ttl', takes: '<seconds>', help: 'how long it lives', otherwise: '900', verbs: ['token']},
  {flag: '--acl', takes: '<paths>', help: 'paths that it opens, or full', verbs: ['token']},
  {
    flag: '--format',
    takes: '<format>',
    help: 'for people or for programs',
    choices: ['text', 'ndjson', 'json'],
    verbs: ['ncco', 'explain'],
  },
  {
    flag: '--format',
    takes: '<format>',
    help: 'for people, a README or programs',
    choices: ['text', 'markdown', 'json'],
    default: 'text',
    verbs: ['keys'],
  },
] as const satisfies readonly OptionRow[];

/** All that the command line has, in the order of `--help`: the settings first. */
export const options = [...Object.values(settings), ...own, ...simulateOptions];

type Rows = (typeof own)[number] | (typeof simulateOptions)[number];

type RowsOf<V extends Verb, Row extends OptionRow = Rows> = Row extends {verbs: readonly (infer Each)[]}
  ? V extends Each
    ? Row
    : never
  : never;

type Camel<Text> = Text extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Text;

/** As commander calls a flag's value: `--answer-path` → `answerPath`. */
type NameOf<Row extends OptionRow> = Row['flag'] extends `--${infer Name}` ? Camel<Name> : never;

type ValueOf<Row> =
  | (Row extends {several: string}
      ? Row extends {read: (text: string) => infer Value}
        ? Value[]
        : string[]
      : Row extends {read: (text: string) => infer Value}
        ? Value
        : PlainOf<Row>)
  | (Row extends {not: string} ? false : never);

type PlainOf<Row> = Row extends {choices: readonly (infer Word)[]}
  ? Word
  : Row extends {takes: string}
    ? string
    : boolean;

/** A verb's flags as they were parsed, without the settings, which are read from here and elsewhere. */
export type Flags<V extends Verb> = {[Row in RowsOf<V> as NameOf<Row>]?: ValueOf<Row>};

/**
 * What commands/NAME.ts exports as `run`: gets the words and the flags behind the verb, and returns the exit status.
 * Errors that a person can mend are thrown, as UsageError, ConfigError and the like.
 */
export type Run<V extends Verb> = (words: readonly string[], flags: Flags<V>) => Promise<number>;
