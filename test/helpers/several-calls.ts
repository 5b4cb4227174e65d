import type {Observation} from '../../source/call/observation.js';
import {busy, crowd, menu, moved, talked} from './calls.js';
import {renumbered} from './recording.js';

const kinds = {busy, crowd, menu, moved, talked};
export type Kind = keyof typeof kinds;

/** Another call of that kind, so many seconds later. */
function call(kind: Kind, n: number, later: number): Observation[] {
  const text = JSON.stringify(kinds[kind]).replaceAll('-0000-4000-', `-${String(n).padStart(4, '0')}-4000-`);
  const moment = (stamp: string) => new Date(Date.parse(stamp) + later * 1000).toISOString();
  const all: Observation[] = JSON.parse(text.replaceAll(/2026-11-20T[\d:.]+Z/g, moment));
  return all.map(each => ({...each, at: each.at + later * 1000}));
}

/** Several calls, one after the other; the later ones begin before the earlier ones are over. */
export function calls(...some: readonly (readonly [Kind, later: number])[]): Observation[] {
  const all = renumbered(some.flatMap(([kind, later], i) => call(kind, i, later)));
  const sorted = all.toSorted((a, b) => a.at - b.at || a.seq - b.seq);
  const places = new Map(sorted.map(({seq}, i) => [seq, i + 1]));
  const now = (seq: number) => places.get(seq) ?? 0;
  return sorted.map(each => ({...each, seq: now(each.seq), ...(each.source === 'reply' && {to: now(each.to)})}));
}
