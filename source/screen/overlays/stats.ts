import {statsDocument} from '../../output/stats/document.js';
import {statsText} from '../../output/stats/text.js';
import {keyFor} from '../../store/commands/key-names.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {printable, safe} from '../../text/printable.js';
import {figuresOf} from '../../world/read/stats.js';
import type {World} from '../../world/world.js';
import {pressingFor} from '../click.js';
import {type PaneView, type Pen, seenRows} from '../pane-view.js';
import {rowOf} from '../row.js';

/** What the calls that are known come to together, as `convo-monitor stats` says it of a recording. */
export function statsOverlay(model: Model, {print}: Pen, {width, height}: Inside): PaneView {
  const {view, world, now} = model;
  const lines = linesOf(world, now, width - 2).map(line => [safe` ${print(line, 400)}`]);
  const {rows, extent} = seenRows(lines, firstSeen(view.scroll, lines.length, height), height);
  return {
    title: [
      safe`Figures`,
      ['dim', world.summed.size > 0 ? safe` — the calls that were read` : safe` — all calls that are known`],
    ],
    right: [['dim', safe`${printable(keyFor(model, 'back'))} close`, pressingFor(model, 'back')]],
    rows: rows.map(parts => rowOf(parts)),
    extent,
  };
}

/** ms for which figures hold: they are of all calls, and many frames come in a second. */
const HOLDS = 1000;

type Known = {version: number; at: number; width: number; lines: readonly string[]};
const memo = new WeakMap<World['log'], Known>();

function linesOf(world: World, now: number, width: number): readonly string[] {
  const known = memo.get(world.log);
  if (known?.width === width && (known.version === world.version || Math.abs(now - known.at) < HOLDS))
    return known.lines;
  const calls = figuresOf(world).map(each => ({...each, recording: ''}));
  const lines = statsText(statsDocument(calls, []), width).trimEnd().split('\n');
  memo.set(world.log, {version: world.version, at: now, width, lines});
  return lines;
}
