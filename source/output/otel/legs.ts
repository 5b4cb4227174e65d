import {labelOf} from '../../world/read/event-view.js';
import {historyOf} from '../../world/read/history.js';
import {neverCameUp, whyFailed, whyNeverUp} from '../../world/read/never-up.js';
import {outcomeOf, typeOf} from '../../world/read/state.js';
import {timingsOf} from '../../world/read/timings.js';
import type {Leg, World} from '../../world/world.js';
import type {Span} from './span.js';
import {type SpanParents, under} from './span-parents.js';

/** A leg from its first report to its end, with what it went through. */
export function legSpan(world: World, leg: Leg, parents: SpanParents): Span {
  const {startedAt, ringingAt, answeredAt, endedAt, postDialMs, ringMs, talkMs} = timingsOf(world, leg);
  const type = typeOf(leg);
  const history = historyOf(world, leg);
  const from = startedAt ?? ringingAt ?? answeredAt ?? leg.firstSeenAt;
  const direction = leg.direction === undefined ? '' : ` ${leg.direction}`;
  return {
    ...{trace: parents.trace, id: under(parents, leg.id), parent: parents.parent, kind: 'internal'},
    name: `leg${direction} ${type}`,
    from,
    to: Math.max(from, endedAt ?? leg.lastSeenAt),
    attributes: {
      'vonage.leg.id': leg.id,
      'vonage.leg.label': labelOf(leg),
      'vonage.leg.direction': leg.direction,
      'vonage.leg.type': type,
      'vonage.leg.from': leg.from,
      'vonage.leg.to': leg.to,
      'vonage.leg.status': outcomeOf(leg),
      'vonage.leg.detail': leg.detail,
      'vonage.leg.sip_code': leg.sipCode,
      'vonage.leg.disconnected_by': leg.disconnectedBy,
      'vonage.leg.price': priceOf(leg),
      'vonage.leg.post_dial_delay': seconds(postDialMs),
      'vonage.leg.ring_time': seconds(ringMs),
      'vonage.leg.talk_time': seconds(talkMs),
    },
    events: history.map(({status, at}) => ({name: status, at})),
    error: errorOf(world, leg),
  };
}

function errorOf(world: World, leg: Leg): string | undefined {
  if (leg.failure !== undefined) {
    const why = [leg.detail, leg.sipCode !== undefined && leg.sipCode >= 300 && `SIP ${leg.sipCode}`].filter(Boolean);
    return `${leg.failure}${why.length > 0 ? ` (${why.join(', ')})` : ''}: ${whyFailed(leg).meaning}`;
  }
  return neverCameUp(leg, historyOf(world, leg)) ? whyNeverUp(leg).meaning : undefined;
}

function priceOf({price}: Leg): number | undefined {
  const value = Number(price);
  return price !== undefined && Number.isFinite(value) ? value : undefined;
}

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);
