import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {panes} from '../../source/screen/panes.js';
import type {Model} from '../../source/store/model.js';
import {insideOf, panesOf} from '../../source/store/panes.js';
import {eventsViews, type PaneId, paneIds} from '../../source/store/view-state.js';
import {busy, callee, caller, crowd, menu, news, observed, talked} from '../helpers/calls.js';
import {observe} from '../helpers/seed.js';
import {frame, modelOf, penFor, pressed} from './frame.js';

/** Three hundred calls of all kinds, of which the last go on. */
const many = observed(
  ...Array.from({length: 300}, (_, i) => {
    const conversation_uuid = `CON-${String(i).padStart(8, '0')}-0000-4000-8000-000000000000`;
    const uuid = `${String(i).padStart(8, '0')}-0000-4000-8000-00000000000a`;
    const leg = i % 3 ? caller('a', `4477009${String(i).padStart(5, '0')}`) : callee('a', `3312345${i}`);
    return [
      news(leg, 'started', i, {conversation_uuid, uuid}),
      news(leg, 'failed', i + 0.5, {conversation_uuid, uuid}),
    ];
  }).flat(),
);
const calls = {busy, crowd, menu, talked, many, none: observe([])};
const models = Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, modelOf(call)]));

const at = (name: keyof typeof calls, columns: number, rows: number, ...keys: string[]): Model => {
  const model = models[name];
  if (!model) throw new Error(`There is no call ${name}.`);
  return pressed({...model, view: {...model.view, columns, rows}}, ...keys);
};

/** A pane as it is drawn: rows that show something, and whether something of it is hidden. */
function drawn(model: Model, pane: PaneId, inside: {width: number; height: number}) {
  const {rows, extent} = panes[pane].draw(model, penFor(), inside);
  const filled = rows.reduce((sum, row) => sum + ('columns' in row ? row.rows.length + (row.hasTitles ? 1 : 0) : 1), 0);
  return {filled, blank: inside.height - filled, hides: extent !== undefined && extent.shown < extent.count};
}

const sizes = fc.record({columns: fc.integer({min: 60, max: 400}), rows: fc.integer({min: 15, max: 120})});
const names = fc.constantFrom(...(Object.keys(calls) as (keyof typeof calls)[]));

describe('At every size', () => {
  it('a pane has no two blank rows while one of its column hides something, and none shows more than fits', () => {
    fc.assert(
      fc.property(names, sizes, fc.constantFrom(...paneIds), (name, {columns, rows}, pane) => {
        const model = at(name, columns, rows, String(paneIds.indexOf(pane) + 1));
        for (const {frames} of panesOf(model)) {
          const all = frames.map(each => drawn(model, each.pane, insideOf(each)));
          for (const {blank} of all) expect(blank).toBeGreaterThanOrEqual(0);
          if (all.some(({hides}) => hides)) expect(Math.max(...all.map(({blank}) => blank))).toBeLessThan(2);
        }
      }),
      {numRuns: 200},
    );
  });

  it('what is chosen is seen, wherever somebody went', () => {
    const keys = fc.array(fc.constantFrom('j', 'k', 'PgDn', 'PgUp', 'g', 'G', 'C-d'), {maxLength: 6});
    const lists = fc.constantFrom('1', '2', '3', '4', '6');
    fc.assert(
      fc.property(names, sizes, lists, keys, fc.boolean(), (name, {columns, rows}, pane, moves, zoomed) => {
        const model = at(name, columns, rows, pane, ...moves, 'k', ...(zoomed ? ['+'] : []));
        const focus = model.view.focus;
        const shown = panesOf(model).flatMap(({frames}) => frames);
        const own = shown.find(each => each.pane === focus) ?? shown[0];
        const view = panes[own?.pane ?? focus].draw(model, penFor(), insideOf(own ?? {width: 3, height: 3}));
        const texts = JSON.stringify(view.rows);
        if (view.extent && view.extent.count > 1) expect(texts).toContain('▸');
      }),
      {numRuns: 200},
    );
  });
});

describe('What is not seen of a pane', () => {
  const of = (model: Model, title: string) => {
    const rows = frame(model);
    const top = rows.findIndex(row => row.includes(title));
    const left = rows[top]?.search(/┌[─▸]/) ?? 0;
    return rows.slice(top).map(row => row.slice(left));
  };

  it('is told by the border: the place, the size, a bar beside', () => {
    const rows = of(at('many', 80, 24, '1', 'g', 'j', 'j'), '1 Calls');
    const bottom = rows.findIndex(row => row.startsWith('└'));
    expect(rows[bottom]).toMatch(/ 3\/300 ─┘$/);
    expect(rows.slice(1, bottom).filter(row => row.endsWith('█'))).toHaveLength(1);
    expect(rows[1]).toMatch(/█$/);
  });

  it('and nothing is where all can be seen', () => {
    expect(frame(at('busy', 80, 24)).join('\n')).not.toMatch(/\d\/\d+ ─┘/);
  });
});

describe('An event', () => {
  it.each([100, 110, 120, 130, 139, 140, 150, 156, 160])(
    'is whole at %i columns, as long as blanks stand beside it',
    columns => {
      for (const name of ['busy', 'crowd', 'menu', 'talked'] as const) {
        for (const row of frame(at(name, columns, 40))) {
          const event = /\d\d:\d\d:\d\d\.\d{3} .*?│/.exec(row)?.[0] ?? '';
          if (/[WRA=≡] (L\d|–)/.test(event)) expect(event).not.toMatch(/…( {2,}| \d{3} \S+ {2,})/);
        }
      }
    },
  );

  it('stands near its answer at 400 columns', () => {
    const row = frame(at('busy', 400, 60, '+')).find(each => each.includes('answer  to'));
    expect(row?.trimEnd().slice(0, -1).trimEnd().length).toBeLessThan(120);
  });
});

describe('The calls alone', () => {
  const titles = (columns: number, ...keys: string[]) => frame(at('many', columns, 30, '1', '+', ...keys))[2];

  it.each<[number, RegExp]>([
    [60, /# call +way → to +state +time +!/],
    [80, /# call +way from → to +state +time +!/],
    [100, /# call +start▴ +way from → to +legs state +time +!/],
    [160, /# call +start▴ +way from → to +legs events state +time +! how it went/],
  ])('have columns with names, at %i columns', (columns, names) => {
    expect(titles(columns)).toMatch(names);
  });

  it('say which column sorts them', () => {
    expect(titles(160, '>')).toContain(' time▾ ');
    expect(titles(160, '>', '>')).toContain(' state▾ ');
    expect(titles(160, '>', '>', '>')).toContain(' !▾ ');
  });
});

it.each(eventsViews.filter(view => view !== 'media'))('the %s says how much of it is seen', eventsAs => {
  const model = at('crowd', 80, 20, '3', 'g');
  const shown = {...model, view: {...model.view, eventsAs}};
  expect(frame(shown).join('\n')).toMatch(/ \d+\/\d+ ─┘/);
});
