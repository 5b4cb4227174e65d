import type {Draft} from '../../source/call/observation.js';
import {summaryOf} from '../../source/output/summary.js';
import {legsOf} from '../../source/world/read/history.js';
import {timingsOf} from '../../source/world/read/timings.js';
import {emptyWorld, type Leg} from '../../source/world/world.js';
import {fold} from './fold.js';
import {observe} from './seed.js';

type Body = Record<string, unknown>;

const talking =
  /^(answered|human|machine|disconnected|sip:answered|rtc:answered|sip:machine|audio:dtmf|audio:asr:done|transfer)$/;

/** What the webhooks that are left say of a leg, read without any of the program's own readers. */
function told(bodies: readonly Body[], leg: string) {
  const mine = bodies.filter(body => JSON.stringify(body).includes(`"${leg}"`));
  const words = mine.map(({status, type}) => String(status ?? type ?? ''));
  const histories = mine.flatMap(({body}) => ((body as Body | undefined)?.statusHistory as Body[] | undefined) ?? []);
  const all = [...words, ...histories.map(({status}) => String(status))];
  const isLong = mine.some(({duration}) => Number(duration) > 0);
  return {
    wasAnswered: isLong || all.some(word => talking.test(word)) || mine.some(({dtmf, speech}) => dtmf ?? speech),
    isTimed: isLong || all.some(word => /answered/.test(word)),
    isOver: all.some(word => /^(completed|sip:hangup|member:left)$/.test(word)),
    hasPrice: mine.some(({price}) => price !== undefined),
  };
}

/** Which claims of the monitor the webhooks do not bear out, when only these came. */
function falseClaims(bodies: readonly Body[], drafts: readonly Draft[]): string[] {
  const world = fold(emptyWorld(), observe([...drafts]));
  const wrong: string[] = [];
  for (const conversation of world.conversations.values()) {
    if (conversation.id === '') continue;
    const legs = legsOf(world, conversation);
    const facts = legs.map(leg => told(bodies, leg.id));
    const {verdict, talkMs, cost} = summaryOf(world, conversation);
    const say = (what: string) => wrong.push(`${what}: ${verdict}`);
    for (const [i, leg] of legs.entries()) {
      const fact = facts[i];
      if (!fact) continue;
      for (const what of claimsOf(leg, fact, timingsOf(world, leg).talkMs)) say(`${leg.id} ${what}`);
    }
    if (talkMs !== undefined && !facts.some(fact => fact.isTimed)) say(`talk ${talkMs}`);
    if (cost !== undefined && !facts.some(fact => fact.hasPrice)) say(`cost ${cost}`);
    const wasAnswered = facts.some(fact => fact.wasAnswered);
    if (wasAnswered && /nobody was seen|whether anybody/.test(verdict)) say('somebody answered');
    if (!wasAnswered && /Talked|It was answered|legs? answered/.test(verdict)) say('nobody is known to have answered');
    if (/In progress: (started|ringing)/.test(verdict) && facts.some(fact => fact.wasAnswered && !fact.isOver))
      say('it was answered');
    if (/In progress/.test(verdict) && facts.every(fact => fact.isOver)) say('it is over');
  }
  return wrong;
}

function claimsOf(leg: Leg, fact: ReturnType<typeof told>, talkMs: number | undefined): string[] {
  const claims: string[] = [];
  if (fact.wasAnswered && (leg.status === undefined || leg.status === 'started' || leg.status === 'ringing'))
    claims.push(`was answered, and is said to be ${leg.status}`);
  if (!fact.wasAnswered && leg.isAnswered) claims.push('is not known to have been answered');
  if (fact.isOver && leg.failure === undefined && leg.status !== 'completed') claims.push(`is over, and ${leg.status}`);
  if (talkMs !== undefined && !fact.isTimed) claims.push(`talked ${talkMs}`);
  return claims;
}

/** Cuts what came in one call at each place, in front and behind, and says what the monitor then claims without a fact. */
export function falseClaimsOfCuts(bodies: readonly Body[], draftOf: (body: Body) => Draft): string[] {
  const wrong = new Set<string>();
  for (let from = 0; from < bodies.length; from++)
    for (let to = from + 1; to <= bodies.length; to++) {
      const left = bodies.slice(from, to);
      for (const claim of falseClaims(left, left.map(draftOf))) wrong.add(`${from}–${to} ${claim}`);
    }
  return [...wrong];
}
