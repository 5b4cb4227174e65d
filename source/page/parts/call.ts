import {callArticle} from '../../output/html/call.js';
import {eventRow, heads} from '../../output/html/events.js';
import {type Html, html, keyed} from '../../output/html/html.js';
import {ladderPart} from '../../output/html/ladder.js';
import {countOf} from '../../output/html/words.js';
import {tables, witnessesIn} from '../../output/report-rows.js';
import type {ShownCall} from '../shown.js';

/** Events and steps of the ladder that are shown at first, those that who asks for them gets more, and all that a page can draw while it lives. */
export const EVENTS = {first: 100, more: 200, most: 900} as const;

const idOf = (row: number): string => `event-${row}`;

/** The call that is looked at, `width` px wide: as in the report, with the newest of its events. Another call is another article. */
export function callPart(shown: ShownCall, width: number): Html {
  const {taken} = shown;
  const ladder = ladderPart(taken, 1, {idOf, width});
  const article = callArticle(taken, 1, {ladder, events: eventsPart(shown)});
  return html`${[keyed(`call ${taken.call.id}`, article)]}`;
}

function eventsPart({taken, rows, older}: ShownCall): Html | undefined {
  const {call, events} = taken;
  if (rows.length === 0) return undefined;
  const {rows: cells} = tables.events(call);
  const id = 'call-1-events';
  return html`
<section class="part">
<h3 id="${id}">Events <small>${countOf(events, 'event')}; by ${witnessesIn(call)}</small></h3>
${older > 0 && olderPart(older, rows.length)}
${heads}
<ol class="events" aria-labelledby="${id}">
${call.events.map((event, i) => keyed(idOf(rows[i] ?? i), eventRow(event, cells[i] ?? [], [], idOf(rows[i] ?? i))))}</ol>
</section>`;
}

function olderPart(older: number, shown: number): Html {
  if (shown >= EVENTS.most)
    return html`<p class="left-out">${countOf(older, 'event')} before these: a report (convo-monitor export --format html) and the screen have them.</p>`;
  const more = Math.min(older, EVENTS.more);
  return html`<p class="left-out">The ladder and the events begin with the newest ${countOf(shown, 'event')}. <button type="button" class="more" data-do="older">${countOf(more, 'older event')}</button></p>`;
}
