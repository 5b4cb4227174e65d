import type {Model} from '../../store/model.js';
import {chosenCall, chosenRow} from '../../store/select.js';
import {printable, safe, wrap} from '../../terminal/text.js';
import {eventView, legLabel, observationsOf} from '../../world/event-view.js';
import type {Observation} from '../../world/observation.js';
import {clock, span} from '../format.js';
import {jsonLines} from '../json-lines.js';
import {line, type Part} from '../line.js';
import type {Look} from '../look.js';
import type {Inside, PaneView} from '../pane-view.js';

/** Everything about the chosen event: who reported it and when, what was answered, and the payload as it came. */
export function detailPane(model: Model, look: Look, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  const row = chosenRow(model);
  if (!call || row === undefined) {
    return {title: [safe`Detail`], lines: [line(look, width, [['dim', safe` No event is selected.`]])]};
  }
  const event = eventView(model.world, call, row);
  const rows: Part[][] = [];
  const say = (name: string, ...parts: Part[]) => rows.push([['dim', printable(name.padEnd(9))], ...parts]);
  const label = legLabel(model.world, call, event.leg);
  say(
    'event',
    printable(event.type, 60),
    event.apiType !== undefined && ['dim', safe`  API: ${printable(event.apiType, 40)}`],
  );
  if (event.leg) say('leg', printable(`${label ?? ''} ${event.leg}`, 80));
  if (event.member) say('member', printable(event.member, 80));
  say(event.stamped ? 'stamped' : 'about', clock(event.at), ['dim', safe`  arrived ${clock(event.arrivedAt)}`]);
  say(
    'seen by',
    printable(event.witnesses.join(', ')),
    event.deliveries > 1 && ['warn', safe`  delivered ×${event.deliveries}`],
  );
  if (event.outOfOrder) say('order', ['warn', safe`⇅ arrived after a later event of this leg`]);
  if (event.verdict) say('signature', [event.verdict === 'signed' ? 'good' : 'bad', printable(event.verdict)]);
  if (event.reply)
    say(
      'answered',
      printable(`${event.reply.status} in `),
      span(event.reply.ms),
      safe` by ${printable(event.reply.by)}`,
    );
  for (const remark of call.remarks) {
    if (remark.row !== row) continue;
    for (const part of wrap(printable(remark.text, 1000), Math.max(1, width - 10))) say('', ['warn', part]);
  }
  for (const seq of [...observationsOf(model.world, row).slice(0, 8), model.world.log.replies.get(row)]) {
    if (seq === undefined) continue;
    const observation = model.payloads.get(seq);
    rows.push([]);
    rows.push(
      ...(observation
        ? payload(observation, event.id, width)
        : [[['dim', safe`reading observation ${seq} …`] as Part]]),
    );
  }
  const start = Math.max(0, Math.min(model.view.scroll, rows.length - height));
  return {
    title: [safe`Detail`, ['dim', safe` · `], printable(`${label ?? ''} ${event.type}`.trim(), 40)],
    right: [
      [
        'dim',
        rows.length > height
          ? safe`${start + 1}–${Math.min(rows.length, start + height)} of ${rows.length}`
          : safe`raw`,
      ],
    ],
    lines: rows.slice(start, start + height).map(parts => line(look, width, parts)),
  };
}

function payload(o: Observation, id: number | undefined, width: number): Part[][] {
  switch (o.source) {
    case 'answer':
    case 'event':
    case 'fallback':
    case 'rtc':
      return [
        [['title', printable(`${o.raw.method} ${o.raw.path}`, 2000)]],
        ...jsonLines(o.raw.body, width),
        ...headers(o.raw.headers),
      ];
    case 'reply':
      return [
        [['title', printable(`${o.raw.status} from the ${o.by}`)]],
        ...jsonLines(o.raw.body, width),
        ...headers(o.raw.headers),
      ];
    case 'api':
      return [[['title', printable(`API ${o.request.path}`, 2000)]], ...jsonLines(pick(o.raw?.body ?? '', id), width)];
    default:
      return [];
  }
}

/** Of a page of events, the one that this is about. */
function pick(body: string, id: number | undefined): string {
  if (id === undefined) return body;
  try {
    const found = find(JSON.parse(body), id, 4);
    return found === undefined ? body : JSON.stringify(found);
  } catch {
    return body;
  }
}

function find(value: unknown, id: number, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  if ('id' in value && 'type' in value && Number(value.id) === id) return value;
  for (const each of Object.values(value)) {
    const found = find(each, id, Array.isArray(value) ? depth : depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function headers(all: Readonly<Record<string, string>>): Part[][] {
  return Object.entries(all).map(([name, value]): Part[] => [
    ['dim', safe`${printable(name, 40)}: `],
    ['dim', printable(value, 500)],
  ]);
}
