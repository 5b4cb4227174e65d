import * as z from 'zod';
import {UsageError} from '../../../config/problem.js';
import {resolveConfig} from '../../../config/resolve.js';
import {asApplicationUrl} from '../../../config/values.js';
import {
  type CallOutcome,
  createApplication,
  findScenario,
  scenarios,
  startSimulator,
} from '../../../simulator/index.js';
import {counted} from '../../../text/counted.js';
import {printable} from '../../../text/printable.js';
import {hideSecrets} from '../../../text/secrets.js';
import {stamp} from '../../../text/time.js';
import {asHttpUrl} from '../../../text/url.js';
import {failuresOf} from '../../simulate/failures.js';
import {configInput} from '../../start.js';
import {toolRows} from '../bounds.js';
import {oneAtATime} from '../one-at-a-time.js';
import {type Context, paging, tool} from '../tool.js';

/** How long simulated calls may take, real ms. */
const LONGEST = 60_000;

const path = z.string().max(500).regex(/^\//, 'begins with a slash').optional();

const inTurn = oneAtATime();

export const simulate = tool({
  name: 'simulate',
  title: 'Place a simulated call',
  description:
    'Calls an application as Vonage would, with webhooks of a call that there is not, as fast as it answers; no phone rings. Says what the application did wrong, then each webhook with its answer. The URL must lead to this machine (localhost, 127.0.0.1, [::1]), unless the person allowed its origin at the start with --allow-url.',
  input: z.strictObject({
    url: z
      .string()
      .max(2000)
      .optional()
      .describe('the application: a URL, or a port of this machine; left out, the one that --forward names'),
    scenario: z
      .enum(scenarios.map(({name}) => name))
      .optional()
      .describe('what happens in the call; answered by default'),
    answer_path: path.describe('below the URL; /webhooks/answer by default'),
    event_path: path.describe('below the URL; /webhooks/event by default'),
    from: z.string().max(50).optional().describe('who calls'),
    to: z.string().max(50).optional().describe('the number that is called'),
    ...paging,
  }),
  sends: true,
  async run({url, scenario = 'answered', from, to, ...paths}, context, signal) {
    const {settings} = resolveConfig(configInput(context.flags));
    const base = baseOf(url ?? settings.forward?.value, context);
    const [secret] = settings.signatureSecret?.value ?? [];
    const outcomes = await inTurn(async () => {
      const {id, publicKey} = await createApplication();
      const simulator = await startSimulator({
        answerUrl: `${base}${paths.answer_path ?? '/webhooks/answer'}`,
        eventUrl: `${base}${paths.event_path ?? '/webhooks/event'}`,
        applicationId: id,
        publicKey,
        speed: Number.POSITIVE_INFINITY,
        ...(secret && {signatureSecret: secret.secret, ...(secret.apiKey !== undefined && {apiKey: secret.apiKey})}),
      });
      const known = findScenario(scenario);
      const changes = {
        seedIds: false,
        ...(to !== undefined && {to}),
        ...(from !== undefined && {caller: {...known.caller, party: {type: 'phone' as const, number: from}}}),
      };
      try {
        return await Promise.race([simulator.placeAll(known, changes), untilAborted(signal)]);
      } finally {
        await simulator.close();
      }
    });
    const failed = outcomes.filter(outcome => failuresOf(outcome).length > 0).length;
    return {
      says: `${counted(outcomes.length, 'call')} of the scenario ${scenario} placed; ${failed === 0 ? 'the application did nothing wrong' : `the application failed ${failed} of them`}. Each call, then its webhooks.`,
      rows: toolRows(outcomes.flatMap(outcomeRows)),
    };
  },
});

/** The application's URL without a slash at its end. Throws `UsageError` for one that is none, or that may not be called. */
function baseOf(given: string | undefined, {allowed}: Pick<Context, 'allowed'>): string {
  if (given === undefined)
    throw new UsageError('Give url: the application that is to be called, such as http://localhost:3000.');
  const url = asHttpUrl(asApplicationUrl(given.trim()));
  if (!url)
    throw new UsageError(
      `"${printable(given, 200)}" is no URL of http or https, and no port: give one such as http://localhost:3000.`,
    );
  if (!isHere(url) && !allowed.includes(url.origin))
    throw new UsageError(
      `${printable(url.origin, 200)} is not on this machine, and nothing is sent there: the person who started this can allow it with convo-monitor mcp --allow-url ${printable(url.origin, 200)}.`,
    );
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** As URLs are read, every spelling of such an address has become one of these. */
function isHere({hostname}: URL): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function untilAborted(signal: AbortSignal): Promise<never> {
  const late = AbortSignal.timeout(LONGEST);
  return new Promise((_, reject) => {
    AbortSignal.any([signal, late]).addEventListener('abort', () =>
      reject(
        new UsageError(
          late.aborted
            ? `The calls took more than ${LONGEST / 1000} s and were ended: look whether the application answers, or take a scenario of one call.`
            : 'The calls were ended before their time.',
        ),
      ),
    );
  });
}

function outcomeRows(outcome: CallOutcome): object[] {
  const {scenario, conversation, status, legs, deliveries} = outcome;
  const call = {
    scenario,
    conversation,
    status,
    legs: legs.map(({direction, from, to, statuses}) => ({
      direction,
      from,
      to,
      statuses: statuses.map(each => each.status),
    })),
    wentWrong: failuresOf(outcome),
  };
  const webhooks = deliveries.map(({kind, at, target, payload, attempts, reply, failure}) => ({
    webhook: kind,
    at: stamp(at),
    to: `${target.method} ${target.url}`,
    status: payload.status ?? payload.type ?? null,
    attempts: attempts.length,
    answer: reply ? {...reply, body: hideSecrets(reply.body)} : null,
    ...(failure && {failure: failure.text}),
  }));
  return [{call}, ...webhooks];
}
