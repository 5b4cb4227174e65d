import * as z from 'zod';
import {actionSequence, bounds, field, pattern, problemList, statusSequence, textSequence, word} from './field.js';

const times = ['under 3 s', 'at least 500 ms', '2 s to 5 s', 'about 5 s'];
const counts = ['2', 'at least 1', '2 to 4', 'none'];

/** What is expected of a leg. */
export const legShape = z
  .strictObject({
    statuses: statusSequence('its statuses in order: busy|failed is either, ringing? may be absent, ... is anything'),
    type: word('the kind of endpoint', ['phone', 'app', 'sip', 'websocket', 'vbc']),
    from: pattern('who calls; * stands for any text'),
    to: pattern('who is called; * stands for any text'),
    detail: pattern('why it ended, as Vonage says, such as invalid_number'),
    'sip code': bounds('the SIP code of its end', 'number', ['486', '400 to 499']),
    'ended by': word('who hung up', ['user', 'platform']),
    'post-dial delay': bounds('started to ringing, or to answered where nothing rings', 'time', times),
    ringing: bounds('ringing to answered, or to an unhappy end', 'time', times),
    talk: bounds('answered to the end', 'time', times),
    price: bounds('what it cost, in EUR', 'money', ['under 0.05']),
  })
  .describe('what is expected of a leg');

/** What may stand among the legs: roles are an open set, for a call may have any number of legs. */
export const ROLES = /^(count|every|(caller|callee)( ([2-9]|[1-9][0-9]+))?)$/;

const legsShape = z
  .object({
    count: bounds('how many legs the call has', 'count', counts),
    every: legShape.describe('what is expected of each leg').optional(),
    caller: legShape.describe('who calls in').optional(),
    callee: legShape.describe('who is called first').optional(),
  })
  .catchall(legShape)
  .meta({propertyNames: {pattern: ROLES.source}})
  .describe('its legs: caller, callee, from the second on callee 2, callee 3; every for all of them');

const replyShape = z
  .strictObject({
    status: bounds('the HTTP status', 'number', ['200', '200 to 299']),
    time: bounds('from the webhook to the reply', 'time', ['under 1 s']),
    count: bounds('how many of them', 'count', counts),
  })
  .describe('what is expected of the replies to a kind of webhook');

/** A flow file as it is written. */
export const flowShape = z.strictObject({
  $schema: z.unknown().meta({type: 'string', description: 'the JSON Schema of flow files, for editors'}).optional(),
  flow: pattern('what this flow is called'),
  place: field(
    'what convo-monitor test places: a scenario of convo-monitor simulate --list, a scenario file, a list of them, or a scenario',
    given => given,
    {
      anyOf: [
        {type: 'string'},
        {type: 'array', items: {type: 'string'}},
        {type: 'object', description: 'a scenario, as convo-monitor simulate --schema says'},
      ],
    },
  ),
  calls: bounds('how many calls are expected; at least one where nothing is said', 'count', counts),
  for: z
    .strictObject({
      from: pattern('only calls from here; * stands for any text'),
      to: pattern('only calls to here'),
      direction: word('only calls that came in, or that the application made', ['inbound', 'outbound']),
    })
    .describe('which calls this is about; all where nothing is said')
    .optional(),
  legs: legsShape.optional(),
  members: z
    .strictObject({
      count: bounds('members of the conversation in which the call ends', 'count', counts),
      joined: bounds('how many of them joined', 'count', counts),
      left: bounds('how many of them left', 'count', counts),
      user: pattern('the name of one of them'),
    })
    .describe('its members')
    .optional(),
  ncco: actionSequence('the actions of all NCCOs that were returned, in order'),
  digits: textSequence('what the caller typed at each input, in order'),
  speech: textSequence('what was understood at each input, in order'),
  replies: z
    .strictObject({
      answer: replyShape.optional(),
      fallback: replyShape.optional(),
      event: replyShape.optional(),
      any: replyShape.optional(),
    })
    .describe('what the application answers, by the kind of webhook')
    .optional(),
  timings: z
    .strictObject({
      'answered after': bounds('from the first sign of the call to the first answer', 'time', times),
      talk: bounds('from the first answer to the end', 'time', times),
      length: bounds('from the first sign of the call to its end', 'time', times),
    })
    .describe('times of the call')
    .optional(),
  agent: z
    .strictObject({
      'first audio': bounds(
        'until the agent is heard: from the connection, or from the end of what the caller said first',
        'time',
        ['within 800 ms', ...times],
      ),
      turns: bounds('every turn: from the end of what the caller said until the agent is heard', 'time', [
        'within 1.2 s',
        ...times,
      ]),
      'median turn': bounds('the turn in the middle', 'time', ['within 800 ms', ...times]),
      'turn count': bounds('how many turns there are', 'count', counts),
      'barge-in silent': bounds('every time the caller speaks over the agent: until that is silent', 'time', [
        'within 300 ms',
        ...times,
      ]),
      'barge-in count': bounds('how often the caller speaks over the agent', 'count', counts),
    })
    .describe('what is expected of the agent on a WebSocket, as it is heard')
    .optional(),
  cost: bounds('what its legs cost together, in EUR', 'money', ['under 0.60', '0.01 to 0.03']),
  happens: textSequence(
    'events that come in this order, others between them: statuses, webhooks, types of the API, such as transfer',
  ),
  never: textSequence('what must not happen: statuses, webhooks, types of the API; * stands for any text'),
  problems: problemList('none, or the codes of the errors and warnings that it has, each once'),
  verdict: pattern('the sentence that says how it ended; * stands for any text'),
  'open legs': bounds('how many legs are still up at the end', 'count', ['none']),
});

/** What a flow file says, read. */
export type FlowShape = z.output<typeof flowShape>;
export type LegShape = z.output<typeof legShape>;
export type ReplyShape = z.output<typeof replyShape>;
