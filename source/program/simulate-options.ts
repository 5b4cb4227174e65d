import {applicationId, port, seconds, share, shift, speed, whole} from './values.js';

/** What `simulate --help` ends with. */
export const simulateExamples = `
Examples:
  convo-monitor simulate                         one call to whatever listens on port 3000
  convo-monitor simulate busy ivr --speed max    two calls, as fast as your application answers
  convo-monitor simulate ./nobody-answers.yaml   a call of your own making; see --schema
  convo-monitor simulate --answer-url http://localhost:5000/answer --event-url http://localhost:5000/event
  convo-monitor simulate burst --reorder --duplicate --drop=0.05 --seed 7
  convo-monitor simulate --stay --port 4001 --write-key private.key     an API for your application to call
`;

const verbs = ['simulate'] as const;

/** The flags of `simulate`, as rows of program/options.ts. */
export const simulateOptions = [
  {flag: '--list', help: 'list the scenarios with a line each', verbs},
  {flag: '--schema', help: 'print the JSON Schema of scenario files', verbs},
  {
    flag: '--answer-url',
    takes: '<url>',
    help: 'where answer webhooks go',
    otherwise: 'http://localhost:3000/webhooks/answer',
    verbs,
  },
  {
    flag: '--event-url',
    takes: '<url>',
    help: 'where event webhooks go',
    otherwise: 'http://localhost:3000/webhooks/event',
    verbs,
  },
  {flag: '--fallback-url', takes: '<url>', help: 'where to ask when the answer URL fails', verbs},
  {flag: '--rtc-url', takes: '<url>', help: 'where the events of the Conversation API are pushed', verbs},
  {flag: '--answer-method', takes: '<method>', help: 'GET (default) or POST', choices: ['GET', 'POST'], verbs},
  {flag: '--event-method', takes: '<method>', help: 'POST (default) or GET', choices: ['GET', 'POST'], verbs},
  {flag: '--from', takes: '<file>', help: 'send the webhooks of a recording again instead of a scenario', verbs},
  {
    flag: '--set',
    takes: '<name=value>',
    help: 'give from, to or another field its value (several times: several)',
    several: 'each',
    verbs,
  },
  {flag: '--stay', help: 'keep serving the API after the calls; without a scenario, place none', verbs},
  {flag: '--port', takes: '<port>', help: 'where the API listens', otherwise: 'a free port', read: port, verbs},
  {
    flag: '--speed',
    takes: '<factor>',
    help: '1 is real time, max as fast as your application',
    otherwise: 'talk cut short',
    read: speed,
    verbs,
  },
  {flag: '--step', help: 'the next thing happens when you press Enter', verbs},
  {flag: '--seed', takes: '<number>', help: 'the same number gives the same ids and faults', read: whole, verbs},
  {flag: '--talk-seconds', takes: '<s>', help: 'how long two people talk', read: seconds, verbs},
  {flag: '--media-seconds', takes: '<s>', help: 'how long every talk and stream lasts', read: seconds, verbs},
  {
    flag: '--tunnel',
    takes: '<public=local>',
    help: 'where your public address leads, such as https://x.ngrok.app=http://localhost:3000: webhooks and WebSockets come as through a tunnel',
    several: 'each',
    verbs,
  },
  {
    flag: '--audio',
    takes: '<what>',
    help: 'what callers say on WebSockets: silence (default), tone, or a WAV file',
    verbs,
  },
  {
    flag: '--signature-secret',
    takes: '<secret>',
    help: 'sign webhooks with this secret, or API_KEY:secret; @file reads it from a file',
    verbs,
  },
  {
    flag: '--application-id',
    takes: '<id>',
    help: 'the application that calls are for',
    otherwise: 'a new one',
    read: applicationId,
    verbs,
  },
  {
    flag: '--public-key',
    takes: '<file>',
    help: 'verify API tokens with this key',
    otherwise: 'a new one, see --write-key',
    verbs,
  },
  {
    flag: '--write-key',
    takes: '<file>',
    help: 'write the private key of the new application here, for your application',
    verbs,
  },
  {
    flag: '--reorder',
    takes: '[share]',
    help: 'share (0 to 1) of webhooks overtaken by later ones',
    read: share,
    bare: '0.3',
    verbs,
  },
  {
    flag: '--duplicate',
    takes: '[share]',
    help: 'share (0 to 1) of webhooks delivered twice',
    read: share,
    bare: '0.2',
    verbs,
  },
  {
    flag: '--drop',
    takes: '[share]',
    help: 'share (0 to 1) of webhooks that never arrive',
    read: share,
    bare: '0.1',
    verbs,
  },
  {
    flag: '--unsigned',
    takes: '[share]',
    help: 'share (0 to 1) of webhooks without a signature, where they are signed',
    read: share,
    bare: '0.2',
    verbs,
  },
  {
    flag: '--bad-signature',
    takes: '[share]',
    help: 'share (0 to 1) of webhooks with a wrong signature',
    read: share,
    bare: '0.2',
    verbs,
  },
  {
    flag: '--cut',
    takes: '[share]',
    help: 'share (0 to 1) of connections that break, of webhooks and of the API',
    read: share,
    bare: '0.1',
    verbs,
  },
  {
    flag: '--malformed',
    takes: '[share]',
    help: 'share (0 to 1) of event webhooks that are not JSON',
    read: share,
    bare: '0.1',
    verbs,
  },
  {
    flag: '--api-errors',
    takes: '[share]',
    help: 'share (0 to 1) of API replies that are 500 or 503',
    read: share,
    bare: '0.2',
    verbs,
  },
  {
    flag: '--rate-limit',
    takes: '[share]',
    help: 'share (0 to 1) of API replies that are 429',
    read: share,
    bare: '0.2',
    verbs,
  },
  {
    flag: '--delay',
    takes: '<time>',
    help: 'event webhooks leave this much later, such as 500ms or 2s',
    read: shift,
    verbs,
  },
  {flag: '--slow-api', takes: '<time>', help: 'API replies take this much longer', read: shift, verbs},
  {flag: '--clock-skew', takes: '<time>', help: 'how far Vonage’s clock is ahead (behind: -2s)', read: shift, verbs},
] as const;
