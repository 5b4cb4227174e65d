import type {HealthObservation} from '../../call/observation.js';
import {age, span} from '../../output/format.js';
import {type Delays, webhookDelays} from '../../store/delays.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {printable, type Safe, safe} from '../../text/printable.js';
import {type Line, line, type Part} from '../line.js';
import type {Look, Role} from '../look.js';
import type {Inside, PaneView} from '../pane-view.js';

/** What this run is: where it listens, what answers, how the poller does, what is recorded. */
export function sessionPane(model: Model, look: Look, {width, height}: Inside): PaneView {
  const rows = sessionRows(model);
  const start = firstSeen(model.view.focus === 'session' ? model.view.scroll : 0, rows.length, height);
  return {
    title: [safe`Session`],
    lines: rows.slice(start, start + height).map(([name, parts]) => row(look, width, name, parts)),
  };
}

function row(look: Look, width: number, name: string, parts: readonly Part[]): Line {
  return line(look, width, [['dim', printable(name.padEnd(NAME))], ...parts]);
}

/** Cells for the name of a row. */
const NAME = 11;

export function sessionRows(model: Model): [string, Part[]][] {
  const {world, file} = model;
  const {setup, counts} = world;
  const rows: [string, Part[]][] = [];
  if (setup?.url) rows.push(['listens', [printable(setup.url, 200)]]);
  for (const [route, path] of Object.entries(setup?.routes ?? {})) rows.push([route, [['dim', printable(path, 200)]]]);
  if (setup?.answer) rows.push(['answers', [printable(setup.answer, 200)]]);
  rows.push(['webhooks', [safe`${counts.webhooks}`, ago(model, counts.lastWebhookAt), repeats(counts.duplicates)]]);
  const delays = webhookDelays(world);
  if (delays) rows.push(['delay', [delaysText(delays), ['dim', safe`  last ${delays.count}`]]]);
  rows.push(['polls', [safe`${counts.polls}`, ago(model, counts.lastPollAt)]]);
  if (setup?.apiUrl) rows.push(['api', [printable(setup.apiUrl, 200)]]);
  if (setup?.applicationId) rows.push(['app id', [printable(setup.applicationId, 80)]]);
  for (const health of world.health.values()) {
    if (health.conversation === undefined) rows.push([health.part, healthParts(health)]);
  }
  rows.push(['recording', [file ? printable(file, 300) : ['warn', safe`off`]]]);
  return rows;
}

/** `p50 13ms  p95 89ms`: what half of the webhooks, and 95 of 100, stay below. */
export function delaysText({p50, p95}: Delays): Safe {
  return safe`p50 ${signed(p50)}  p95 ${signed(p95)}`;
}

function signed(ms: number): Safe {
  return ms < 0 ? safe`-${span(-ms)}` : span(ms);
}

const healthRole: Readonly<Record<HealthObservation['state'], Role>> = {
  ok: 'good',
  waiting: 'warn',
  failing: 'bad',
  off: 'dim',
};

export function healthParts(health: HealthObservation): Part[] {
  const glyph = health.state === 'ok' ? safe`●` : health.state === 'failing' ? safe`✗` : safe`○`;
  return [[healthRole[health.state], safe`${glyph} `], printable(health.text, 300)];
}

function ago({now}: Model, at: number | undefined): Part {
  return at === undefined ? undefined : ['dim', safe`  last ${age(now - at)} ago`];
}

function repeats(count: number): Part {
  const word: Safe = count === 1 ? safe`repeat` : safe`repeats`;
  return count === 0 ? undefined : ['warn', safe`  ${count} ${word}`];
}
