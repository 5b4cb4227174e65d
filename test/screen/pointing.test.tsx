import {describe, expect, it} from 'vitest';
import {point} from '../../source/screen/pointing.js';
import type {Model} from '../../source/store/model.js';
import {chosenCall, chosenRow} from '../../source/store/select.js';
import type {MouseAct} from '../../source/terminal/mouse.js';
import {eventDraft, observe, tableWebhooks} from '../helpers/seed.js';
import {frame, modelOf, pressed} from './frame.js';

const other = {...tableWebhooks()[0], uuid: 'leg-2', conversation_uuid: 'CON-other'};
const observations = observe([...tableWebhooks(), other].map(eventDraft));

/** Points at the first place where a text stands on the screen. */
function at(model: Model, text: string, act: MouseAct['act'] = 'click'): Model {
  const rows = frame(model);
  const row = rows.findIndex(each => each.includes(text));
  const column = rows[row]?.indexOf(text) ?? -1;
  return {...model, view: point(model, {act, column, row}).view ?? model.view};
}

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

  it('the wheel moves in the pane below it, and a click on a border only goes there', () => {
    const first = pressed(at(model, '1 CON-bc64'), '3', 'g');
    expect(chosenRow(at(first, 'L1  ◌ started', 'wheel-down'))).not.toBe(chosenRow(first));
    expect(at(first, '1 Calls').view).toMatchObject({focus: 'calls', call: first.view.call});
  });

  it('what is typed, and what lies in front, is left alone', () => {
    const typing = pressed(model, '/');
    expect(point(typing, {act: 'click', column: 3, row: 3})).toEqual({});
    const help = pressed(model, '?');
    expect(point(help, {act: 'click', column: 3, row: 3})).toEqual({});
    expect(point(help, {act: 'wheel-down', column: 3, row: 3}).view?.scroll).toBe(3);
  });

  it('a question waits for its answer', () => {
    const asked = pressed(model, 'C');
    expect(asked.view.overlay).toBe('confirm-clear');
    expect(point(asked, {act: 'wheel-down', column: 3, row: 3})).toEqual({});
  });
});
