import {describe, expect, it} from 'vitest';
import {createPointer} from '../../source/screen/pointing.js';
import type {Model} from '../../source/store/model.js';
import {chosenCall, chosenRow} from '../../source/store/select.js';
import type {MouseAct} from '../../source/terminal/mouse.js';
import {busy, talked} from '../helpers/calls.js';
import {eventDraft, observe, tableWebhooks} from '../helpers/seed.js';
import {frame, modelOf, pressed} from './frame.js';

const other = {...tableWebhooks()[0], uuid: 'leg-2', conversation_uuid: 'CON-other'};
const observations = observe([...tableWebhooks(), other].map(eventDraft));

/** A mouse, and a clock that stands unless it is moved. */
function mouse() {
  let now = 0;
  const pointer = createPointer(() => now);
  const act = (model: Model, act: MouseAct['act'], column: number, row: number): Model => ({
    ...model,
    view: pointer(model, {act, column, row}).view ?? model.view,
  });
  return {
    act,
    pass(ms: number) {
      now += ms;
    },
    /** Points at the first place where a text stands on the screen. */
    at(model: Model, text: string, how: MouseAct['act'] = 'click'): Model {
      const rows = frame(model);
      const row = rows.findIndex(each => each.includes(text));
      const column = rows[row]?.indexOf(text) ?? -1;
      if (column < 0) throw new Error(`${text} is not on the screen:\n${rows.join('\n')}`);
      return act(model, how, column, row);
    },
    /** Clicks twice on one cell, whatever stands there by then. */
    twice(model: Model, text: string, afterMs = 100): Model {
      const rows = frame(model);
      const row = rows.findIndex(each => each.includes(text));
      const column = rows[row]?.indexOf(text) ?? -1;
      const first = act(model, 'click', column, row);
      now += afterMs;
      return act(first, 'click', column, row);
    },
  };
}
const at: ReturnType<typeof mouse>['at'] = (...args) => mouse().at(...args);

describe.each([
  [80, 24],
  [120, 40],
  [160, 48],
])('At %i×%i', (columns, rows) => {
  const model = modelOf(observations, {columns, rows});

  it('a click chooses a call, and its row stays where it is', () => {
    const clicked = at(model, '1 CON-bc64');
    expect(chosenCall(clicked)?.id).toMatch(/^CON-bc64/);
    expect(clicked.view.focus).toBe('calls');
    const rowOf = (m: Model) => frame(m).findIndex(each => each.includes('1 CON-bc64'));
    expect(rowOf(clicked)).toBe(rowOf(model));
  });

  it('a click chooses an event, and nothing moves', () => {
    const first = pressed(at(model, '1 CON-bc64'), '3');
    const clicked = at(first, 'L2  ● answered');
    expect(model.world.log.typeOf(chosenRow(clicked) ?? -1)).toBe('answered');
    const times = (m: Model) => frame(m).map(each => /\d\d:\d\d:\d\d\.\d{3} +\+\d+\.\d+/.exec(each)?.[0]);
    expect(times(clicked)).toEqual(times(first));
  });

  it('a click chooses a leg, a problem, and a row of the detail', () => {
    const call = pressed(modelOf(busy, {columns, rows}), '3');
    expect(frame(at(call, 'L2 out')).find(row => row.includes('L2 out'))).toContain('▸ L2 out');
    const problems = at(pressed(call, '6'), '! L2 busy');
    expect(problems.view).toMatchObject({focus: 'problems'});
    const detail = at(pressed(call, '7'), '"uuid"');
    expect(detail.view.focus).toBe('detail');
    expect(detail.view.scroll).toBeGreaterThan(5);
  });

  it('the wheel moves in the pane below it, and a click on a border only goes there', () => {
    const first = pressed(at(model, '1 CON-bc64'), '3', 'g');
    expect(chosenRow(at(first, 'L1  ◌ started', 'wheel-down'))).not.toBe(chosenRow(first));
    expect(at(first, '1 Calls').view).toMatchObject({focus: 'calls', call: first.view.call});
  });

  it('a double click opens, wherever the first one has moved things', () => {
    const {twice} = mouse();
    const opened = twice(pressed(at(model, '1 CON-bc64'), '3', 'g'), 'L2  ● answered');
    expect(opened.view.overlay).toBe('detail');
    expect(model.world.log.typeOf(chosenRow(opened) ?? -1)).toBe('answered');
    expect(twice(model, '1 CON-bc64').view).toMatchObject({focus: 'events', call: {item: chosenCall(opened)?.id}});
  });

  it('two clicks with time between are two clicks, and so are two in two places', () => {
    const {twice} = mouse();
    const first = pressed(at(model, '1 CON-bc64'), '3', 'g');
    expect(twice(first, 'L1  ◌ started', 600).view.overlay).toBe(undefined);
    const one = mouse();
    expect(one.at(one.at(first, 'L1  ◌ started'), 'L1  ◔ ringing').view.overlay).toBe(undefined);
  });

  it('what is typed is left alone, and so are the panes behind it', () => {
    const typing = pressed(model, '/');
    expect(at(typing, '1 CON-').view).toEqual(typing.view);
    expect(at(typing, '1 CON-', 'wheel-down').view).toEqual(typing.view);
  });

  it('the wheel scrolls the help, and its border can be clicked', () => {
    const help = pressed(model, '?');
    expect(mouse().act(help, 'wheel-down', 3, 3).view.scroll).toBe(3);
    expect(mouse().act(help, 'click', 3, 3).view).toEqual(help.view);
    expect(at(help, 'Esc close').view.overlay).toBe(undefined);
  });

  it('a click outside of what lies over the panes closes it, and does nothing else', () => {
    for (const keys of ['?', ':', 'f', 'S', 'Enter']) {
      const open = pressed(model, '3', 'k', keys);
      if (keys === 'Enter' && columns > 139) continue;
      const closed = mouse().act(open, 'click', 2, 0);
      expect(closed.view).toMatchObject({focus: open.view.focus, event: open.view.event});
      expect([closed.view.overlay, closed.view.palette]).toEqual([undefined, undefined]);
    }
  });

  it('a click in a list chooses, a double click carries out', () => {
    const {twice} = mouse();
    const filters = pressed(model, '3', 'f');
    expect(at(filters, 'witness:W').view.ready.at).toBe(2);
    expect(at(filters, '[ ] webhooks ').view.ready).toEqual({at: 2, picked: ['witness:W']});
    expect(twice(filters, 'witness:W').view).toMatchObject({filter: 'witness:W', overlay: undefined});
    const palette = pressed(model, ':');
    expect(at(palette, 'pause ').view.palette?.chosen).toBe(3);
    expect(at(palette, 'pause ', 'wheel-down').view.palette?.chosen).toBe(1);
    expect(twice(palette, 'pause ').view).toMatchObject({paused: true, palette: undefined});
  });

  it('hints and tabs can be clicked', () => {
    expect(at(model, '? help').view.overlay).toBe('help');
    expect(at(model, 'help  ').view.overlay).toBe('help');
    expect(at(model, 'v view').view.eventsAs).toBe('ladder');
    const detail = pressed(model, '3', 'k', 'Enter');
    expect(at(detail, 'raw  http').view.detail.tab).toBe('raw');
    expect(at(detail, 'compare').view.detail.tab).toBe('compare');
    const typing = pressed(model, '3', '/', 'x');
    expect(at(typing, 'Esc undo').view.typing).toBe(undefined);
  });

  it('a question waits for its answer, which can be clicked', () => {
    const asked = pressed(model, 'C');
    expect(asked.view.overlay).toBe('confirm-clear');
    expect(mouse().act(asked, 'wheel-down', 3, 3).view).toEqual(asked.view);
    expect(mouse().act(asked, 'click', 3, 3).view).toEqual(asked.view);
    expect(at(asked, 'yes ').view.cleared).toBeDefined();
    const {overlay, cleared} = at(asked, 'any other key').view;
    expect([overlay, cleared]).toEqual([undefined, undefined]);
  });
});

describe('A click', () => {
  it('does nothing that the screen does not show: on a waiting screen, or one that is too small', () => {
    const empty = {...modelOf([]), mode: 'live' as const};
    for (let row = 1; row < 20; row++) {
      for (const act of ['click', 'wheel-up', 'wheel-down'] as const)
        expect(mouse().act(empty, act, 40, row).view).toEqual(empty.view);
    }
    expect(at(empty, '5 session').view.focus).toBe('session');
    const small = modelOf(talked, {columns: 50, rows: 10});
    for (let row = 0; row < 10; row++) expect(mouse().act(small, 'click', 2, row).view).toEqual(small.view);
  });

  it('takes with it what the key before it had said', () => {
    const said = pressed(modelOf(talked), 'F12');
    expect(said.view.message?.text).toContain('F12 does nothing');
    expect(mouse().act(said, 'click', 40, 0).view.message).toBe(undefined);
  });

  it('on a hint does what its key means now, whatever keys were chosen', () => {
    const model = {...modelOf(talked), keys: new Map([...modelOf(talked).keys, ['help', ['F5']]])};
    expect(at(model, 'F5 help').view.overlay).toBe('help');
  });
});
