import {commandGroups} from '../../store/commands/table.js';
import type {Model} from '../../store/model.js';
import {fit, printable, safe} from '../../terminal/text.js';
import {statuses, statusNames} from '../../vonage/status.js';
import {line, type Part} from '../line.js';
import {type Look, lookOf} from '../look.js';
import type {Inside, PaneView} from '../pane-view.js';

/** Every key, out of the one command table, and what the signs mean. */
export function helpOverlay(model: Model, look: Look, {width, height}: Inside): PaneView {
  const rows: Part[][] = [];
  for (const {name, commands} of commandGroups) {
    rows.push([['title', safe` ${printable(name)}`]]);
    for (const {keys, label} of commands) {
      rows.push([['info', safe`   ${fit(printable(keys.map(keyName).join(' ')), 14)}`], printable(label)]);
    }
    rows.push([]);
  }
  rows.push([['title', safe` Signs`]]);
  for (const [sign, meaning] of signs) rows.push([['info', safe`   ${fit(printable(sign), 14)}`], printable(meaning)]);
  rows.push([], [['title', safe` Statuses of a leg`]]);
  for (const status of statusNames) {
    const {glyph, word, role} = lookOf(status);
    rows.push([[role, safe`   ${glyph} ${fit(word, 12)}`], printable(statuses[status].meaning)]);
  }
  const start = Math.max(0, Math.min(model.view.scroll, rows.length - height));
  return {
    title: [safe`Help`],
    right: [['dim', safe`j k scroll · Esc close · ${Math.min(rows.length, start + height)}/${rows.length}`]],
    lines: rows.slice(start, start + height).map(parts => line(look, width, parts)),
  };
}

/** Control keys as people write them. */
export function keyName(key: string): string {
  return key.startsWith('C-') ? `Ctrl-${key.slice(2)}` : key === 'S-Tab' ? 'Shift-Tab' : key;
}

const signs: readonly [string, string][] = [
  ['W R A', 'seen by the Voice webhook, the RTC webhook, the Conversation API'],
  ['= ≡', 'seen by two of them, by all three: one event, several witnesses'],
  ['⇅', 'arrived out of order: behind a later event of its leg'],
  ['×2', 'delivered twice'],
  ['!', 'a problem: e and E go from one to the next'],
  ['+0.011', 'seconds since the call’s first event; +91ms at the end: from Vonage’s stamp to its arrival here'],
  ['░ ▒ █', 'set-up, ringing, talking'],
];
