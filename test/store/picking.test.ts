import {describe, expect, it} from 'vitest';
import {keysInForce} from '../../source/store/commands/choose-keys.js';
import {
  chosenIndex,
  found,
  type Pick,
  type Picking,
  pastePicking,
  pressPicking,
  startPicking,
} from '../../source/store/picking.js';

const all: Pick[] = [
  {id: 'c', cells: ['Friday', 'busy'], preview: ['447700900001 → 447700900000']},
  {id: 'b', cells: ['Thursday', 'completed'], preview: ['447700900002 → 447700900000']},
  {id: 'a', cells: ['Monday', 'completed'], preview: ['447700900001 → 447700900003']},
];
const page = {all, page: 2, keys: keysInForce(new Map())};
const pressed = (...keys: string[]): Picking =>
  keys.reduce<Picking>((picking, key) => pressPicking(picking, key, page), startPicking);
const chosenOf = (picking: Picking) => found(all, picking)[chosenIndex(found(all, picking), picking)]?.id;

describe('picking from a list', () => {
  it.each([
    ['', ['c', 'b', 'a']],
    ['completed', ['b', 'a']],
    ['COMP 0001', ['a']],
    ['friday completed', []],
  ])('finds by words, in whatever is said of it: %s', (text, ids) => {
    expect(found(all, pastePicking(startPicking, text)).map(({id}) => id)).toEqual(ids);
  });

  it.each([
    [[], 'c'],
    [['Down'], 'b'],
    [['Down', 'Down', 'Down', 'Down'], 'a'],
    [['Up'], 'c'],
    [['PgDn'], 'a'],
    [['PgDn', 'C-p'], 'b'],
    [['m', 'o', 'n'], 'a'],
    [['Down', 'b', 'u', 's', 'y'], 'c'],
    [['Down', 'x', 'Backspace'], 'b'],
    [['x', 'Down', 'C-u'], 'c'],
  ])('chooses by keys: %j', (keys, id) => {
    expect(chosenOf(pressed(...keys))).toBe(id);
  });

  it.each([
    [['Enter'], {isOver: 'picked', chosen: 'c'}],
    [['Down', 'Enter'], {isOver: 'picked', chosen: 'b'}],
    [['x', 'y', 'Enter'], {isOver: undefined}],
    [['Esc'], {isOver: 'left'}],
    [['x', 'Esc'], {isOver: undefined, text: ''}],
    [['x', 'Esc', 'Esc'], {isOver: 'left'}],
    [['C-c'], {isOver: 'interrupted'}],
  ])('ends with Enter, Esc and Ctrl-C: %j', (keys, end) => {
    const {isOver, chosen, text} = pressed(...keys);
    expect({isOver, chosen, text}).toMatchObject(end);
  });

  it.each([
    [{down: ['F7']}, ['F7'], {chosen: 'b'}],
    [{down: ['F7']}, ['F7', 'Up'], {chosen: 'c'}],
    [{'page-down': ['F8']}, ['F8'], {chosen: 'a'}],
    [{last: ['F8']}, ['F8'], {chosen: 'a'}],
    [{accept: ['F5']}, ['F5'], {isOver: 'picked', chosen: 'c'}],
    [{accept: ['F5']}, ['Enter'], {isOver: undefined}],
    [{cancel: ['F4', 'C-c']}, ['F4'], {isOver: 'left'}],
    [{'delete-left': ['F3']}, ['x', 'y', 'F3'], {text: 'x'}],
    // A key with a character types it, whatever it was chosen for.
    [{down: ['w']}, ['w'], {text: 'w'}],
  ])('goes by the keys that somebody chose: %j, %j', (own, keys, end) => {
    const inForce = keysInForce(new Map(Object.entries(own)));
    const picking = keys.reduce<Picking>((now, key) => pressPicking(now, key, {...page, keys: inForce}), startPicking);
    expect({isOver: picking.isOver, chosen: picking.chosen, text: picking.text}).toMatchObject(end);
  });

  it('keeps what is chosen where it is when the list changes', () => {
    const picking = pressed('Down');
    expect(chosenIndex([{id: 'new', cells: [], preview: []}, ...all], picking)).toBe(2);
    expect(chosenIndex(all.slice(2), picking)).toBe(0);
  });
});
