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

describe('Two calls compared', () => {
  const elsewhere = JSON.parse(
    JSON.stringify(busy).replaceAll('11111111-', '22222222-').replaceAll('-0000-4000-', '-0001-4000-'),
  ) as typeof busy;
  const both = [...talked, ...elsewhere].map((each, i) => {
    const offset = i < talked.length ? 0 : talked.length;
    return {...each, seq: i + 1, ...(each.source === 'reply' && {to: each.to + offset})};
  }) as typeof busy;
  const marked = (size: object) => pressed(modelOf(both, size), '1', 'g', 'Space', 'j');

  it('one mark says what to do next, and the chosen one is the other', () => {
    const one = pressed(modelOf(both, narrow), '1', 'g', 'Space');
    expect(frame(one).join('\n')).toContain('The call is marked: mark the other with Space');
    expect(pressed(modelOf(both, narrow), '1', 'd').view.message?.text).toContain('Mark two calls with Space');
    expect(frame(one).join('\n')).toContain('◆');
    expect(pressed(marked(narrow), 'd').view.markedCalls).toHaveLength(2);
  });

  it('are one list where the screen is narrow, and two columns where it is wide', () => {
    const list = frame(pressed(marked(narrow), 'd')).join('\n');
    expect(list).toContain('Comparison');
    expect(frame(pressed(marked(narrow), 'd', 'PgDn')).join('\n')).toMatch(/^│ - +8\.000 +callee +answered/m);
    const columns = frame(pressed(marked({columns: 120, rows: 40}), 'd')).join('\n');
    expect(columns).toMatch(/8\.000 {2}callee {2}answered .* ~ +4\.000 {2}callee {2}busy/);
  });

  it('scroll, close with Esc, and have no numbers where those are hidden', () => {
    const shown = marked(narrow);
    const opened = pressed({...shown, view: {...shown.view, masking: 'on'}}, 'd');
    expect(frame(opened).join('\n')).not.toMatch(/7700900/);
    expect(frame(pressed(opened, 'j'))).not.toEqual(frame(opened));
    expect(pressed(opened, 'Esc').view.overlay).toBeUndefined();
  });
});

describe('The figures of all calls', () => {
  it('are those that stats says of a recording, and go with Esc', () => {
    const shown = pressed(modelOf(talked, {columns: 100, rows: 24}), 'Z');
    const rows = frame(shown).join('\n');
    expect(rows).toContain('Figures — all calls that are known');
    expect(rows).toMatch(/│ talk +1 +1 min 8 s/);
    expect(pressed(shown, 'Esc').view.overlay).toBeUndefined();
  });
});
