import {lowest} from '../../call/extremes.js';
import type {Route} from '../../call/observation.js';
import type {Conversation, Leg, World} from '../world.js';
import {knownHere} from './heard-here.js';
import {historyOf} from './history.js';
import {isElsewhere} from './ncco-progress.js';
import {typeOf} from './state.js';

/** Something that Vonage sends for each call, and what its absence means. */
type Expectation = {
  code: string;
  severity: 'warning' | 'info';
  /** By when it should have come, ms since the epoch; undefined where it has come, or where nobody can know that it should. */
  due(world: World, call: Conversation): number | undefined;
  /** `here`: the text where another listener may have it. */
  say(world: World, call: Conversation): {text: string; advice: string; here?: string; row?: number};
};

/** Webhooks of one call come within milliseconds of each other; one that is sent again, some seconds later. */
const WITHIN_MS = 10_000;

/** Legs of a call that are looked at: it begins with them. */
const MOST_LEGS = 4;

const table = [
  {
    code: 'no-events',
    severity: 'warning',
    due: (world, call) => (call.askedAt === undefined || hasEvents(world, call) ? undefined : call.askedAt + WITHIN_MS),
    say: (world, call) => ({
      text: `No event of this call has come ${WITHIN_MS / 1000} s after its answer webhook.`,
      here: `No event of this call has come here ${WITHIN_MS / 1000} s after its answer webhook.`,
      advice: `Is the event URL of the application set to ${urlOf(world, call, 'event')}? A call that you create may have an event_url of its own.`,
    }),
  },
  {
    code: 'no-answer-webhook',
    severity: 'warning',
    due(world, call) {
      const leg = legsAtFirst(world, call).find(({direction}) => direction === 'inbound');
      if (!leg || leg.conversations.some(id => world.conversations.get(id)?.askedAt !== undefined)) return undefined;
      // Of a call that was up before the monitor listened, the answer webhook went elsewhere.
      const [begin] = historyOf(world, leg);
      const isSeen = begin?.status === 'started' || begin?.status === 'ringing';
      if (!isSeen || !begin.witnesses.includes('webhook') || !isOfNow(world, begin.at)) return undefined;
      return begin.arrivedAt + WITHIN_MS;
    },
    say: (world, call) => ({
      text: `A call has come in, and no answer webhook ${WITHIN_MS / 1000} s after its first event.`,
      here: `A call has come in, and no answer webhook of it here ${WITHIN_MS / 1000} s after its first event.`,
      advice: `Is the answer URL of the application set to ${urlOf(world, call, 'answer')}?`,
    }),
  },
  {
    code: 'no-webhooks',
    severity: 'warning',
    due(world, call) {
      const {apiUpTo, rtcUpTo, firstSeenAt} = call;
      if (call.askedAt !== undefined || hasEvents(world, call)) return undefined;
      if (!isOfNow(world, Math.max(apiUpTo ?? 0, rtcUpTo ?? 0))) return undefined;
      const isVoice = legsAtFirst(world, call).some(leg => ['phone', 'sip'].includes(typeOf(leg)));
      return isVoice ? firstSeenAt + WITHIN_MS : undefined;
    },
    say: (world, call) => ({
      text: `${alone(call)} of this call: no voice webhook of it has come.`,
      here: `${alone(call)} of this call: no voice webhook of it has come here.`,
      advice: `Are the answer and event URLs of the application set to ${urlOf(world, call, 'answer')} and ${urlOf(world, call, 'event')}?`,
    }),
  },
  {
    code: 'events-elsewhere',
    severity: 'info',
    due: (world, call) => {
      const row = elsewhere(world, call)?.row;
      return row === undefined ? undefined : world.log.arrived[row];
    },
    say(world, call) {
      const {row, name, eventsTo} = elsewhere(world, call) ?? {};
      return {
        row,
        text: `The events of ${name} go to ${eventsTo}, by its eventUrl: they are not seen here.`,
        advice: 'To see them, leave eventUrl out, or give it the address at which the monitor is reached.',
      };
    },
  },
] as const satisfies readonly Expectation[];

const expectations: readonly (Expectation & {code: ExpectationCode})[] = table;

export type ExpectationCode = (typeof table)[number]['code'];
export const expectationCodes: readonly ExpectationCode[] = table.map(({code}) => code);

/** What should have come of a call by now and has not. What comes late after all, is none any more. */
export function missedIn(world: World, call: Conversation) {
  if (!isListening(world, call)) return [];
  return expectations.flatMap(({code, severity, due, say}) => {
    const at = due(world, call);
    return at === undefined || at > world.now ? [] : [{code, at, ...knownHere(world, severity, say(world, call))}];
  });
}

/** When the next of it is missed, ms since the epoch; undefined when nothing is waited for. */
export function nextMissedAt(world: World, call: Conversation): number | undefined {
  if (!isListening(world, call)) return undefined;
  const times = expectations
    .map(({due}) => due(world, call))
    .filter((at): at is number => at !== undefined && at > world.now);
  return times.length === 0 ? undefined : lowest(times);
}

/** A recording or snapshot that does not begin with the start of a listener may be a part: nothing can be missed in it. */
function isListening({setup, startedAt}: World, {id}: Conversation): boolean {
  return setup?.url !== undefined && startedAt !== undefined && id !== '';
}

/** Whether something was stamped after the monitor began to listen. */
const isOfNow = ({startedAt = Number.POSITIVE_INFINITY}: World, at: number): boolean => at >= startedAt;

function legsAtFirst(world: World, {legs}: Conversation): Leg[] {
  return legs.slice(0, MOST_LEGS).flatMap(id => world.legs.get(id) ?? []);
}

/** Whether a voice webhook told of the call or of one of its legs, wherever it went. */
function hasEvents(world: World, call: Conversation): boolean {
  return call.webhookUpTo !== undefined || legsAtFirst(world, call).some(({order}) => Number.isFinite(order));
}

/** Who tells of a call of which there is no voice webhook. */
const alone = ({rtcUpTo}: Conversation): string =>
  `Only ${rtcUpTo === undefined ? 'the API tells' : 'RTC webhooks tell'}`;

/** The first action of the NCCO given last whose events go to another server. */
function elsewhere(world: World, call: Conversation) {
  const {index, log} = world;
  if (call.publicUrl === undefined) return undefined;
  for (const about of [call.id, ...call.legs.slice(0, MOST_LEGS)]) {
    const row = index.nccos.get(about);
    const action = row === undefined ? undefined : log.nccos.get(row)?.actions.find(each => isElsewhere(call, each));
    if (action) return {...action, row};
  }
  return undefined;
}

/** The URL that Vonage reaches a route of ours at, as far as its webhooks have told. */
function urlOf({setup}: World, {publicUrl = '…'}: Conversation, route: Route): string {
  return publicUrl + (setup?.routes?.[route] ?? `/webhooks/${route}`);
}
