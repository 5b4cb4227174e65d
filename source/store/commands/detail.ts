import {diffedRows, howToDiff} from '../detail/diff-rows.js';
import type {DetailRow} from '../detail/row.js';
import {detailRows} from '../detail/rows.js';
import {inDetail, shown} from '../detail/tabs.js';
import {shownValue} from '../detail/value.js';
import type {Model} from '../model.js';
import {moveInDetail} from '../moves.js';
import {chosenRow} from '../select.js';
import {detailTabs, type ViewState} from '../view-state.js';
import {yetInCall} from '../yet.js';
import {type Command, type CommandResult, type Hint, say} from './command.js';
import {keyFor} from './key-names.js';

const inIt = ({view}: Model) => inDetail(view);
const tabHint: Hint = [model => (inIt(model) ? 'tab' : ''), 5.2];
const onFold = (model: Model) => inDetail(model.view) && foldOf(rowAt(model)) !== undefined;

export const detailCommands: readonly Command[] = [
  {
    id: 'fold',
    keys: ['h', 'Left'],
    label: 'fold the part of the JSON under the cursor',
    hint: ['fold', 0.6],
    when: inIt,
    idle: 'This row is part of nothing that folds.',
    run: fold,
  },
  {
    id: 'unfold',
    keys: ['l', 'Right'],
    label: 'unfold it',
    hint: ['fold', 0.6],
    when: inIt,
    idle: 'Nothing is folded in this row.',
    run: unfold,
  },
  {id: 'toggle-fold', keys: ['Enter'], label: 'fold or unfold', when: onFold, run: model => toggle(model)},
  {
    id: 'previous-tab',
    keys: ['{'],
    label: 'the detail’s previous tab',
    hint: tabHint,
    panes: ['events', 'detail'],
    run: nextTab(-1),
  },
  {
    id: 'next-tab',
    keys: ['}'],
    label: 'the detail’s next tab: json, raw, http, compare, diff',
    hint: tabHint,
    panes: ['events', 'detail'],
    run: nextTab(1),
  },
  {
    id: 'diff',
    keys: ['d'],
    label: 'where the two marked events differ',
    hint: ['diff', 13],
    panes: ['events', 'detail'],
    run: diff,
  },
  {
    id: 'copy-value',
    keys: ['y'],
    label: 'copy the value under the cursor; an object or a list as JSON',
    hint: ['copy value', 0.8],
    when: inIt,
    run: copyValue,
  },
];

function rowAt(model: Model): DetailRow | undefined {
  const rows = detailRows(model);
  return rows[Math.min(model.view.scroll, rows.length - 1)];
}

function copyValue(model: Model): CommandResult {
  const row = rowAt(model);
  const value = row && shownValue(row);
  return value
    ? {effect: {type: 'copy', ...value}}
    : say(model, `This row shows no value to copy: ${keyFor(model, 'down')} and ${keyFor(model, 'up')} go to others.`);
}

/** What the row can be folded by, and whether it is. */
function foldOf(row: DetailRow | undefined): {path: string; isFolded: boolean} | undefined {
  if (row?.kind !== 'json' && row?.kind !== 'title') return undefined;
  return row.fold && {path: row.path, isFolded: row.fold === 'folded'};
}

function withFolded({view}: Model, path: string, isFolded: boolean): ViewState {
  const folded = new Set(view.detail.folded);
  if (isFolded) folded.add(path);
  else folded.delete(path);
  return {...view, detail: {...view.detail, folded}};
}

function toggle(model: Model): CommandResult {
  const fold = foldOf(rowAt(model));
  return fold ? {view: withFolded(model, fold.path, !fold.isFolded)} : {};
}

/** Folds the value under the cursor; what cannot be folded, or is, folds what it is in. */
function fold(model: Model): CommandResult {
  const row = rowAt(model);
  const own = foldOf(row);
  if (own && !own.isFolded) return {view: withFolded(model, own.path, true)};
  if (row?.kind !== 'json') return {};
  const rows = detailRows(model);
  const at = Math.min(model.view.scroll, rows.length - 1);
  const parent = rows.findLastIndex(
    (each, i) =>
      i < at &&
      (each.kind === 'title' ||
        (each.kind === 'json' && (row.closes ? each.path === row.path : each.depth < row.depth))),
  );
  const path = foldOf(rows[parent])?.path;
  return path === undefined ? {} : {view: {...withFolded(model, path, true), scroll: parent}};
}

function unfold(model: Model): CommandResult {
  const own = foldOf(rowAt(model));
  if (own?.isFolded) return {view: withFolded(model, own.path, false)};
  return own ? {view: moveInDetail(model, {by: 1}, 1)} : {};
}

function nextTab(by: 1 | -1) {
  return (model: Model): CommandResult => {
    const {view} = model;
    if (chosenRow(model) === undefined) return say(model, `No event to open${yetInCall(model)}.`);
    const tabs = detailTabs.filter(tab => tab !== 'diff' || diffedRows(model));
    const tab = tabs[(tabs.indexOf(view.detail.tab) + by + tabs.length) % tabs.length] ?? 'json';
    return {view: {...shown(view), detail: {...view.detail, tab}, scroll: 0}};
  };
}

/** With one event marked, the chosen one is the other. */
function diff(model: Model): CommandResult {
  const {view} = model;
  if (view.detail.tab === 'diff' && inDetail(view)) {
    return {view: {...view, detail: {...view.detail, tab: 'json'}, scroll: 0}};
  }
  const row = chosenRow(model);
  const marked =
    view.marked.length === 1 && row !== undefined && view.marked[0] !== row ? [...view.marked, row] : view.marked;
  if (!diffedRows({view: {...view, marked}})) return say(model, howToDiff(model), 'good');
  return {view: {...shown({...view, marked}), detail: {...view.detail, tab: 'diff'}, scroll: 0}};
}
