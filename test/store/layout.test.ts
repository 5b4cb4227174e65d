import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {panes as slots} from '../../source/screen/panes.js';
import {bodyHeight, type Layout, layoutOf, type Wish} from '../../source/store/layout.js';
import {eventsViews, firstView, type PaneId, paneIds, type ViewState} from '../../source/store/view-state.js';

const BORDERS = 2;

type Case = {view: ViewState; wishes: Readonly<Record<PaneId, Wish>>};

const wish = fc.record({
  rows: fc.oneof(fc.nat(6), fc.nat(40), fc.nat(2000)),
  step: fc.constantFrom(undefined, 1, 2),
});
const cases: fc.Arbitrary<Case> = fc.record({
  view: fc
    .record({
      columns: fc.integer({min: 60, max: 400}),
      rows: fc.integer({min: 15, max: 120}),
      focus: fc.constantFrom(...paneIds),
      eventsAs: fc.constantFrom(...eventsViews),
      zoomed: fc.boolean(),
      overlay: fc.constantFrom(undefined, 'detail' as const),
    })
    .map(chosen => ({...firstView, ...chosen})),
  wishes: fc.record(Object.fromEntries(paneIds.map(id => [id, wish])) as Record<PaneId, typeof wish>),
});

const layout = ({view, wishes}: Case): Layout => layoutOf(view, {slots, wishes: pane => wishes[pane]});
const always = (says: (layout: Layout, each: Case) => void) =>
  fc.assert(
    fc.property(cases, each => says(layout(each), each)),
    {numRuns: 2000},
  );
const framesOf = (all: Layout) => all.flatMap(({frames}) => frames);
const shown = (columns: number, rows: number, focus: PaneId = 'events', rowsOf = 99) =>
  layoutOf({...firstView, columns, rows, focus}, {slots, wishes: () => ({rows: rowsOf})}).map(({frames}) =>
    frames.map(({pane}) => pane).join(' '),
  );

describe('The panes, at every size and whatever they hold,', () => {
  it('fill the screen side by side and one under the other, each once', () => {
    always((all, {view}) => {
      expect(all.reduce((sum, {width}) => sum + width, 0)).toBe(view.columns);
      for (const {width, frames} of all) {
        expect(frames.reduce((sum, {height}) => sum + height, 0)).toBe(bodyHeight(view));
        for (const frame of frames) expect(frame.width).toBe(width);
      }
      const ids = framesOf(all).map(({pane}) => pane);
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  it('are whole: a title, a row, a border, and room for what a row says', () => {
    always(all => {
      for (const {width, height} of framesOf(all)) {
        expect(height).toBeGreaterThanOrEqual(BORDERS + 1);
        expect(width).toBeGreaterThanOrEqual(41);
      }
    });
  });

  it('have the focused one among them', () => {
    always((all, {view}) => {
      const front = view.overlay === 'detail' ? 'detail' : view.focus;
      expect(framesOf(all).map(({pane}) => pane)).toContain(front);
    });
  });

  it('have no blank row while another of the column hides something that the row has room for', () => {
    always((all, {wishes}) => {
      for (const {frames} of all) {
        const rows = frames.map(({pane, height}) => {
          const {rows, step = 1} = wishes[pane];
          const has = height - BORDERS;
          return {blank: has - Math.max(1, rows), hides: rows - has, next: Math.min(rows - has, step - (has % step))};
        });
        const blank = Math.max(...rows.map(each => each.blank));
        for (const {hides, next} of rows) if (hides > 0) expect(blank).toBeLessThan(next);
      }
    });
  });

  it('leave one out only where its column is too low for it', () => {
    always((all, {view, wishes}) => {
      const ids = framesOf(all).map(({pane}) => pane);
      // Where there is one column only, or a pane has taken the place of the events, not all of a column are meant.
      if (all.length < 2 || !ids.includes('events')) return;
      const needs = (id: PaneId) => BORDERS + Math.min(Math.max(1, wishes[id].rows), slots[id].useful);
      for (const {frames} of all) {
        const places = frames.map(({pane}) => slots[pane].column);
        const taken = frames.reduce((sum, {pane}) => sum + needs(pane), 0);
        for (const id of paneIds) {
          if (places.includes(slots[id].column) && !ids.includes(id))
            expect(taken + needs(id)).toBeGreaterThan(bodyHeight(view));
        }
      }
    });
  });
});

describe('Which panes there are', () => {
  it.each<[number, number, string[]]>([
    [60, 15, ['calls legs events']],
    [80, 24, ['calls legs events']],
    [80, 60, ['calls legs events problems session']],
    [100, 18, ['calls members problems', 'legs events']],
    [100, 30, ['calls members session problems', 'legs events']],
    [159, 48, ['calls members session problems', 'legs events']],
    [160, 48, ['calls members session problems', 'legs events', 'detail ncco']],
    [160, 16, ['calls problems', 'legs events', 'detail ncco']],
    [200, 15, ['calls members', 'session problems', 'legs events', 'detail ncco']],
    [200, 60, ['calls members session problems', 'legs events', 'detail ncco']],
    [400, 120, ['calls members', 'session problems', 'legs events', 'detail ncco']],
  ])('%i×%i', (columns, rows, ids) => {
    expect(shown(columns, rows)).toEqual(ids);
  });

  it('one that the screen has no place for takes that of others of its kind', () => {
    expect(shown(80, 24, 'session')).toEqual(['session legs events']);
    expect(shown(100, 30, 'detail')).toEqual(['calls members session problems', 'legs detail']);
    expect(shown(160, 16, 'session')).toEqual(['calls session', 'legs events', 'detail ncco']);
  });

  it('an empty one goes first', () => {
    const wishes = (pane: PaneId): Wish => ({rows: pane === 'problems' || pane === 'members' ? 0 : 99});
    const [left] = layoutOf({...firstView, columns: 160, rows: 15}, {slots, wishes});
    expect(left?.frames.map(({pane}) => pane)).toEqual(['calls', 'session']);
  });
});
