import {describe, expect, it} from 'vitest';
import {recordingPicks} from '../../source/output/recordings-table.js';
import {pageOf, pickerLines} from '../../source/screen/picker.js';
import {keysInForce} from '../../source/store/commands/choose-keys.js';
import type {Model} from '../../source/store/model.js';
import {found, startPicking} from '../../source/store/picking.js';
import {maskNumbers} from '../../source/text/numbers.js';
import {printable, printableThrough} from '../../source/text/printable.js';

const recordings = Array.from({length: 40}, (_, i) => ({
  file: `/recordings/${i}.ndjson`,
  name: `${i}.ndjson`,
  bytes: 14_000,
  writtenAt: 0,
  isLive: i === 0,
  startedAt: Date.UTC(2026, 10, 20, 12),
  endedAt: Date.UTC(2026, 10, 20, 12, 1),
  calls: 1,
  parties: ['447700900001 → 447700900000'],
  outcomes: {busy: 1},
  endings: [i === 1 ? '\x1b[2Jevil' : 'L2 ended busy.'],
  errors: 0,
  warnings: 1,
}));

const picker = {title: 'Recordings', where: '/recordings', empty: 'None.', ...recordingPicks(recordings)};
const plain = {depth: 'none', background: 'dark', ascii: false} as const;
const drawn = (
  picking = startPicking,
  size = {columns: 80, rows: 24},
  print = printable,
  own: Model['keys'] = new Map(),
) => pickerLines(picker, picking, size, {look: plain, print, keys: keysInForce(own)});

describe('the list of recordings as a screen', () => {
  it('has the list, the chosen one in short, and what is typed', () => {
    const lines = drawn();
    expect(lines).toHaveLength(24);
    expect(lines[0]).toMatch(/^ Recordings 40 +\/recordings $/);
    expect(lines[1]).toMatch(/^ when +how long +calls +outcome +problems +size/);
    expect(lines[2]).toMatch(/1m00s +1 live +busy +1 warning +14 kB/);
    const text = lines.join('\n');
    expect(text).toContain('0.ndjson · a monitor is writing it now');
    expect(text).toContain('447700900001 → 447700900000');
    expect(text).toContain('L2 ended busy.');
    expect(lines.at(-1)).toMatch(/^\/ .*Enter open .*Esc leave $/);
  });

  it('names the keys that somebody chose', () => {
    const own = new Map([
      ['accept', ['F5']],
      ['cancel', ['F4', 'C-c']],
    ]);
    const size = {columns: 80, rows: 24};
    expect(drawn(startPicking, size, printable, own).at(-1)).toMatch(/F5 open {2}↑↓ choose {2}F4 leave $/);
    expect(drawn({text: 'zzz', cursor: 3}, size, printable, own).join('\n')).toContain('F4 takes them away.');
  });

  it('keeps the chosen one in sight, wherever that is', () => {
    for (const {id} of found(picker.all, startPicking)) {
      const text = drawn({...startPicking, chosen: id}).join('\n');
      expect(text).toContain(id.replace('/recordings/', ''));
    }
  });

  it.each([
    [80, 24],
    [60, 15],
    [40, 8],
    [20, 3],
    [200, 60],
  ])('is exactly as large as the terminal: %i×%i', (columns, rows) => {
    const lines = drawn(startPicking, {columns, rows});
    expect(lines).toHaveLength(rows);
    for (const line of lines) expect(line).toHaveLength(columns);
    expect(lines.at(-1)).toMatch(/^\//);
    expect(pageOf({columns, rows})).toBeGreaterThan(0);
  });

  it('shows no escape of what was recorded, and no number with mask', () => {
    const text = drawn(
      {...startPicking, chosen: '/recordings/1.ndjson'},
      undefined,
      printableThrough(maskNumbers),
    ).join('\n');
    expect(text).not.toContain('\x1b');
    expect(text).not.toContain('447700900001');
    expect(text).toContain('44••••••0001 → 44••••••0000');
  });

  it('says when nothing is found', () => {
    expect(drawn({...startPicking, text: 'none of them', cursor: 0}).join('\n')).toContain(
      'Nothing that is here has all these words.',
    );
  });
});
