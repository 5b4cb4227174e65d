/** Under which heading the help lists a flag; what is in no group stands under `Options`. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'Where Vonage reaches it:': [
    '--port',
    '--host',
    '--answer-path',
    '--event-path',
    '--fallback-path',
    '--rtc-path',
    '--signature-secret',
    '--require-signature',
    '--tunnel',
    '--ngrok-api',
    '--link',
    '--yes',
  ],
  'What answers a call:': [
    '--to',
    '--ncco',
    '--forward',
    '--forward-host',
    '--forward-errors',
    '--slow-answer',
    '--strict',
  ],
  'Acting on calls:': ['--allow-control', '--from', '--hangup-on-exit', '--yes'],
  'The Conversation API:': [
    '--application-id',
    '--private-key',
    '--api-key',
    '--api-secret',
    '--api-url',
    '--poll-idle',
    '--conversation',
  ],
  'How it is shown:': [
    '--follow',
    '--plain',
    '--format',
    '--quiet',
    '--filter',
    '--mask',
    '--ascii',
    '--unicode',
    '--fps',
    '--screen-reader',
    '--mouse',
    '--theme',
  ],
  'What is kept:': ['--record', '--no-record', '--record-max', '--record-age', '--memory', '--durable', '--snapshot'],
  'When it stops, and how:': [
    '--until',
    '--calls',
    '--timeout',
    '--wait',
    '--fail-on',
    '--fail-on-open-legs',
    '--expect',
    '--reporter',
  ],
  'When something happens:': ['--bell', '--exec', '--exec-on'],
  'Simulated calls:': ['--speed', '--faults'],
};

/** Under which headings the help of `simulate` lists its flags. */
const simulateGroups: Readonly<Record<string, readonly string[]>> = {
  'Your application:': [
    '--answer-url',
    '--event-url',
    '--fallback-url',
    '--rtc-url',
    '--answer-method',
    '--event-method',
    '--tunnel',
  ],
  'The calls:': [
    '--from',
    '--set',
    '--speed',
    '--step',
    '--seed',
    '--talk-seconds',
    '--media-seconds',
    '--audio',
    '--fail-on',
    '--mask',
  ],
  'Keys and secrets:': ['--signature-secret', '--application-id', '--public-key', '--write-key'],
  'What goes wrong:': [
    '--reorder',
    '--duplicate',
    '--drop',
    '--unsigned',
    '--bad-signature',
    '--cut',
    '--malformed',
    '--api-errors',
    '--rate-limit',
    '--delay',
    '--slow-api',
    '--clock-skew',
  ],
};

/** The heading of a flag in the help of a verb. */
export function groupOf(flag: string, verb: string): string | undefined {
  const all = verb === 'simulate' ? simulateGroups : groups;
  return Object.keys(all).find(heading => all[heading]?.includes(flag));
}
