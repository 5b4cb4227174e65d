import type {HealthObservation} from '../../call/observation.js';
import {age, span} from '../../output/format.js';
import type {Delays} from '../../store/delays.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {type SessionFact, sessionFacts} from '../../store/session-facts.js';
import {FACT_NAME, factRows} from '../../store/windows.js';
import {printable, repeat, type Safe, safe, widthOf} from '../../text/printable.js';
import type {Role} from '../look.js';
import {type DrawnPane, type PaneView, type Pen, seenRows} from '../pane-view.js';
import {type Part, rowOf} from '../row.js';

/** What this run is: where it listens, what answers, how the poller does, what is recorded. Long texts go on below. */
export const sessionPane: DrawnPane = {
  third: 'top',
  besides: 44,
  column: 'aside',
  useful: 3,
  weight: 1,
  wish: (model, width) => sessionFacts(model).flatMap(fact => factRows(fact, width)).length,
  draw,
};

function draw(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const rows = sessionFacts(model).flatMap(fact => {
    const [first = safe``, ...more] = factRows(fact, width, pen.print);
    const name: Part = ['dim', safe` ${printable(fact.name.padEnd(FACT_NAME - 1))}`];
    const indent = repeat(safe` `, fact.kind === 'health' ? FACT_NAME + 2 : FACT_NAME);
    const role = fact.kind === 'path' ? 'dim' : 'plain';
    return [
      rowOf([name, ...factParts(model, first, fact, width - FACT_NAME)]),
      ...more.map(text => rowOf([indent, [role, text]])),
    ];
  });
  const start = firstSeen(model.view.focus === 'session' ? model.view.scroll : 0, rows.length, height);
  return {title: [safe`Session`], ...seenRows(rows, start, height)};
}

/** The first row of a fact, of which `text` is what it says in words, in so many cells. */
function factParts(model: Model, text: Safe, fact: SessionFact, room: number): Part[] {
  switch (fact.kind) {
    case 'text':
      return [text];
    case 'path':
      return [['dim', text]];
    case 'count':
      return [safe`${fact.count}`, ago(model, fact.lastAt), repeats(fact.repeats)];
    case 'delays':
      if (fact.delays.count === 0) return [safe`–`, ['dim', safe`  stamps of another clock`]];
      return [delaysText(fact.delays), ['dim', ofHowMany(fact.delays, room - widthOf(delaysText(fact.delays)))]];
    case 'health':
      return healthParts(text, fact.health);
    case 'file':
      return [fact.file ? text : ['warn', safe`off`]];
  }
}

/** `p50 13ms  p95 89ms`: what half of the webhooks, and 95 of 100, stay below. */
export function delaysText({p50, p95}: Delays): Safe {
  return safe`p50 ${span(p50)}  p95 ${span(p95)}`;
}

/** How many webhooks that is true of: the last ones. */
function ofHowMany({count}: Delays, room: number): Safe {
  const forms = [safe`  of the last ${count}`, safe`  of ${count}`];
  return forms.find(text => widthOf(text) <= room) ?? safe``;
}

const healthRole: Readonly<Record<HealthObservation['state'], Role>> = {
  ok: 'good',
  waiting: 'warn',
  failing: 'bad',
  off: 'dim',
};

function healthParts(text: Safe, {state}: HealthObservation): Part[] {
  const glyph = state === 'ok' ? safe`●` : state === 'failing' ? safe`✗` : safe`○`;
  return [[healthRole[state], safe`${glyph} `], text];
}

function ago({now}: Model, at: number | undefined): Part {
  return at === undefined ? undefined : ['dim', safe`  last ${age(now - at)} ago`];
}

function repeats(count: number): Part {
  const word: Safe = count === 1 ? safe`repeat` : safe`repeats`;
  return count === 0 ? undefined : ['warn', safe`  ${count} ${word}`];
}
