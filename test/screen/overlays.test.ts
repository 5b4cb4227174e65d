import {describe, expect, it} from 'vitest';
import {busy, menu, talked} from '../helpers/calls.js';
import {frame, modelOf, pressed} from './frame.js';

const narrow = {columns: 80, rows: 24};

describe('What lies over the panes', () => {
  it.each([
    ['the palette', ':'],
    ['ready-made filters', 'f'],
    ['the formats to save in', 'S'],
    ['the help', '?'],
    ['an explanation', ': e x p l a i n Space 4 8 6 Enter'],
  ])('covers all of them at 80×24: %s', (_, keys) => {
    const rows = frame(pressed(modelOf(busy, narrow), ...keys.split(' '))).slice(1, -3);
    expect(rows[0]).toMatch(/^┌▸ [A-Z].*┐$/);
    for (const row of rows.slice(1, -1)) expect(row).toMatch(/^│[^│┌└┐┘]*│$/);
    expect(rows.at(-1)).toMatch(/^└─+┘$/);
  });

  it('leaves panes beside it where they can be read', () => {
    const [, top, row] = frame(pressed(modelOf(busy, {columns: 160, rows: 48}), ':'));
    expect(top).toContain('1 Calls');
    expect(row).toMatch(/^│▸ 1 CON-1111 in .{10,}┌▸ Commands ─/);
  });
});

describe('The detail’s tabs', () => {
  it('mark the one that is open', () => {
    const opened = pressed(modelOf(talked, narrow), 'Enter');
    expect(frame(opened)[1]).toMatch(/─ ▸json {2}raw {2}http {2}compare ─┐$/);
    expect(frame(pressed(opened, '}'))[1]).toMatch(/─ {2}json ▸raw {2}http {2}compare ─┐$/);
    expect(frame(opened).at(-1)).toContain('{ } tab');
  });
});

describe('Between border and text', () => {
  it('there is a cell in every pane: a blank, or the mark of what is chosen', () => {
    for (const digit of '12345678') {
      for (const size of [narrow, {columns: 160, rows: 48}]) {
        const insides = frame(pressed(modelOf(talked, size), digit))
          .flatMap(row => row.split('││'))
          .filter(row => /^│?[^┌└]/.test(row) && row.includes('│'))
          .map(row => row.replace(/^│/, ''));
        for (const inside of insides) expect(inside.slice(0, 1)).toMatch(/[ ▸!]/);
      }
    }
  });

  it('the mark of a problem stands apart from the time, in the list and in the ladder', () => {
    const [list, ladder] = [[], ['v']].map(keys => frame(pressed(modelOf(busy, narrow), '3', ...keys)).join('\n'));
    expect(list).toMatch(/^│ {2}! 09:00:04\.000/m);
    expect(ladder).toMatch(/^│! 09:00:04/m);
  });
});

describe('The lane of an NCCO', () => {
  const lane = (size: object, cut = menu) => frame(modelOf(cut, size)).find(row => row.includes('NCCO ')) ?? '';

  it('names the actions that have room, and says beside it what the letters of the others are', () => {
    expect(lane(narrow)).toMatch(/▸ 1\/1 connect {2}t=talk i=input c=connect +ttt·iii·talk─·input─·c/);
    expect(lane(narrow, talked)).toMatch(/connect─+/);
    expect(lane(narrow, talked)).not.toContain('=');
  });

  it('says so in the bars, too', () => {
    expect(frame(pressed(modelOf(menu, narrow), 'v', 'v')).join('\n')).toContain('connect ▸  c=connect');
  });
});
