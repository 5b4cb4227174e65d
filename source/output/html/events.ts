import {type Status, statuses} from '../../call/status.js';
import {tables, witnessesIn} from '../report-rows.js';
import type {SnapshotEvent} from '../snapshot-schema.js';
import {type Html, html} from './html.js';
import {heading, messageText} from './message.js';
import type {Message, Messages} from './messages.js';
import type {TakenCall} from './taken.js';
import {countOf} from './words.js';

/** Every event in a row, what was received for it and the reply folded below. `number` is the call's on the page. */
export function eventsPart({call, events: count}: TakenCall, messages: Messages, number: number): Html | undefined {
  const {rows} = tables.events(call);
  if (rows.length === 0) return undefined;
  const id = `call-${number}-events`;
  const list = call.events.map((event, i) =>
    eventRow(event, rows[i] ?? [], messages.events[i] ?? [], `call-${number}-event-${i + 1}`),
  );
  const gap = rows.length < count ? Math.ceil(rows.length / 2) : rows.length;
  const missing = html`<li class="left-out">${countOf(count - rows.length, 'event')} between these are not in this report.</li>\n`;
  return html`
<section class="part">
<h3 id="${id}">Events <small>${countOf(count, 'event')}; by ${witnessesIn(call)}</small></h3>
${heads}
<ol class="events">
${list.slice(0, gap)}${gap < list.length && missing}${list.slice(gap)}</ol>
${messages.left > 0 && html`<p class="left-out">There was no room for ${countOf(messages.left, 'payload')} of these events: they are in the recording.</p>`}
</section>`;
}

/** The names of what stands in a row. */
export const heads: Html = html`<div class="event heads" aria-hidden="true"><span>time (UTC)</span><span>since start</span><span>leg</span><span>event</span><span>by</span><span>arrived after</span><span>reply</span><span>note</span></div>`;

/** One event, with what was received for it folded below. */
export function eventRow(
  event: SnapshotEvent,
  cells: readonly string[],
  messages: readonly Message[],
  id: string,
): Html {
  const [time, since, leg, type, by, delay, reply, note] = cells;
  const status = event.status as Status | null;
  const look = status ? statuses[status] : undefined;
  const row = html`<span class="even">${time}</span><span class="even since">+${since}</span><span class="leg">${leg}</span><span class="type ${look?.tone ?? 'plain'}">${look && html`<span aria-hidden="true">${look.glyph}</span> `}${type}</span><span class="by">${by}</span><span class="delay">${delay}</span><span class="reply${event.reply && event.reply.status >= 300 ? ' bad' : ''}">${reply}</span><span class="note">${note}</span>`;
  if (messages.length === 0) return html`<li id="${id}"><div class="event">${row}</div></li>\n`;
  return html`<li id="${id}"><details><summary class="event">${row}</summary>
${messages.map(message => html`<div class="message"><h4>${heading(message)}</h4>${messageText(message)}</div>\n`)}</details></li>
`;
}
