import {duration} from '../../call/duration.js';
import {factsOf, tables} from '../report-rows.js';
import {barsPart} from './bars.js';
import {eventsPart} from './events.js';
import {type Html, html} from './html.js';
import {ladderPart} from './ladder.js';
import {mediaPart} from './media.js';
import type {Messages} from './messages.js';
import {nccoPart} from './ncco.js';
import {problemsPart} from './problems.js';
import {tableOf} from './table.js';
import type {TakenCall} from './taken.js';

/** A call: how it ended, what went wrong, and everything that is known of it. `number` is its place on the page. */
export function callPart(taken: TakenCall, messages: Messages, number: number): Html {
  const ladder = ladderPart(taken, number);
  const events = eventsPart(taken, messages, number);
  return callArticle(taken, number, {ladder, events, messages});
}

type Parts = {ladder: Html | undefined; events: Html | undefined; messages?: Messages};

/** The same around a ladder and events of somebody's choice. */
export function callArticle(taken: TakenCall, number: number, {ladder, events, messages = none}: Parts): Html {
  const {call, outcome, summary} = taken;
  const [role, word] = outcome;
  const id = `call-${number}`;
  const isCall = call.id !== '';
  const {talkMs} = summary;
  const facts = [...factsOf(call), ...(talkMs === undefined ? [] : [['talked', duration(talkMs)] as const])];
  return html`
<article class="call" id="${id}" aria-labelledby="${id}-title">
<header>
${isCall && html`<p class="outcome ${role}">${word}</p>\n`}<h2 id="${id}-title">${titleOf(taken)}</h2>
${isCall && html`<p class="verdict">${call.verdict}</p>\n`}<dl class="facts">${facts.map(([name, value]) => value !== '' && html`<div><dt>${name}</dt><dd>${value}</dd></div>`).filter(each => each !== false)}</dl>
</header>
${problemsPart(call, `${id}-problems`)}
${barsPart(taken, `${id}-bars`)}
${ladder}
${tableOf(tables.legs(call), `${id}-legs`)}
${tableOf(tables.members(call), `${id}-members`)}
${mediaPart(taken, id)}
${nccoPart(taken, messages, `${id}-nccos`)}
${events}
</article>
`;
}

const none: Messages = {events: [], nccos: [], left: 0};

/** Who called whom. */
export function titleOf({call, from, to}: TakenCall): Html {
  if (call.id === '') return html`What belongs to no call`;
  if (from === undefined && to === undefined) return html`${call.name ?? call.id}`;
  return html`${from ?? 'unknown'} <span class="dim" aria-hidden="true">→</span><span class="unseen"> to </span> ${to ?? 'unknown'}`;
}
