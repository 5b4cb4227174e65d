import type {HealthObservation} from '../../call/observation.js';
import {age, span} from '../../output/format.js';
import type {Delays} from '../../store/delays.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {type SessionFact, sessionFacts} from '../../store/session-facts.js';
import {printable, type Safe, safe} from '../../text/printable.js';
import type {Role} from '../look.js';
import type {PaneView, Pen} from '../pane-view.js';
import {type Part, rowOf} from '../row.js';

/** What this run is: where it listens, what answers, how the poller does, what is recorded. */
export function sessionPane(model: Model, pen: Pen, {height}: Inside): PaneView {
  const facts = sessionFacts(model);
  const start = firstSeen(model.view.focus === 'session' ? model.view.scroll : 0, facts.length, height);
  const rows = facts.slice(start, start + height);
  return {
    title: [safe`Session`],
    rows: rows.map(fact =>
      rowOf([['dim', safe` ${printable(fact.name.padEnd(NAME))}`], ...factParts(model, pen, fact)]),
    ),
  };
}

/** Cells for the name of a row. */
const NAME = 11;

function factParts(model: Model, pen: Pen, fact: SessionFact): Part[] {
  switch (fact.kind) {
    case 'text':
      return [pen.print(fact.text, 200)];
    case 'path':
      return [['dim', pen.print(fact.text, 200)]];
    case 'count':
      return [safe`${fact.count}`, ago(model, fact.lastAt), repeats(fact.repeats)];
    case 'delays':
      if (fact.delays.count === 0) return [safe`–`, ['dim', safe`  stamps of another clock`]];
      return [delaysText(fact.delays), ['dim', safe`  last ${fact.delays.count}`]];
    case 'health':
      return healthParts(pen, fact.health);
    case 'file':
      return [fact.file ? pen.print(fact.file, 300) : ['warn', safe`off`]];
  }
}

/** `p50 13ms  p95 89ms`: what half of the webhooks, and 95 of 100, stay below. */
export function delaysText({p50, p95}: Delays): Safe {
  return safe`p50 ${span(p50)}  p95 ${span(p95)}`;
}

const healthRole: Readonly<Record<HealthObservation['state'], Role>> = {
  ok: 'good',
  waiting: 'warn',
  failing: 'bad',
  off: 'dim',
};

function healthParts(pen: Pen, health: HealthObservation): Part[] {
  const glyph = health.state === 'ok' ? safe`●` : health.state === 'failing' ? safe`✗` : safe`○`;
  return [[healthRole[health.state], safe`${glyph} `], pen.print(health.text, 300)];
}

function ago({now}: Model, at: number | undefined): Part {
  return at === undefined ? undefined : ['dim', safe`  last ${age(now - at)} ago`];
}

function repeats(count: number): Part {
  const word: Safe = count === 1 ? safe`repeat` : safe`repeats`;
  return count === 0 ? undefined : ['warn', safe`  ${count} ${word}`];
}
