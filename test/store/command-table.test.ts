import {afterEach, describe, expect, it, vi} from 'vitest';
import {keyTable} from '../../source/output/key-table.js';
import {hintBar} from '../../source/screen/hints.js';
import {helpOverlay} from '../../source/screen/overlays/help.js';
import {chooseKeys} from '../../source/store/commands/choose-keys.js';
import {holdsIn} from '../../source/store/commands/command.js';
import {keyName} from '../../source/store/commands/key-names.js';
import {commandGroups, commands} from '../../source/store/commands/table.js';
import type {Model} from '../../source/store/model.js';
import {type Mode, modes} from '../../source/store/modes.js';
import {saveFormats} from '../../source/store/save-formats.js';
import type {Store} from '../../source/store/store.js';
import {eventsViews, type Overlay, paneIds, type ViewState} from '../../source/store/view-state.js';
import {widthOf} from '../../source/text/printable.js';
import {watchedCall} from '../helpers/session.js';
import {linesOf, penFor} from '../screen/frame.js';

const hints = (model: Model) => linesOf([hintBar(model)], model.view.columns).join();
let store: Store | undefined;
afterEach(() => {
  vi.restoreAllMocks();
  store?.close();
});

function open(keys?: Model['keys']) {
  const call = watchedCall(keys ? {keys} : {});
  store = call.store;
  return {...call, model: call.store.getSnapshot()};
}

/** A view in which a mode's keys are in force. */
function inMode(view: ViewState, mode: Mode): ViewState {
  const line = {text: '', cursor: 0};
  const {scroll, detail} = view;
  if (mode === 'filter') return {...view, typing: {...line, list: 'events', before: {filter: ''}}};
  if (mode === 'search') return {...view, searching: {...line, before: {scroll, detail}}};
  if (mode === 'note') return {...view, noting: {...line, row: 0}};
  if (mode === 'palette') return {...view, palette: {...line, chosen: 0}};
  return {...view, overlay: mode === 'panes' ? undefined : mode === 'reading' ? 'help' : mode};
}

const rows = commands.flatMap(command => command.keys.map(key => [key, command.id, command] as const));

describe('the command table', () => {
  it('has every name once', () => {
    const ids = commands.map(({id}) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it.each(rows)('carries out %s: %s', (key, _, command) => {
    const {store} = open();
    const mode = modes.find(mode => holdsIn(command, mode));
    store.change(({view}) => ({view: inMode(view, mode ?? 'panes')}));
    const run = vi.spyOn(command, 'run').mockReturnValue({});
    if (command.when) vi.spyOn(command, 'when').mockReturnValue(true);
    if (command.unable) vi.spyOn(command, 'unable').mockReturnValue(undefined);
    store.press(key);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('binds no key twice in any state of the screen', () => {
    const {model} = open();
    for (const mode of modes) {
      const everywhere = commands.filter(each => holdsIn(each, mode) && !each.when).flatMap(({keys}) => keys);
      expect([mode, ...everywhere]).toEqual([mode, ...new Set(everywhere)]);
    }
    const overlays: (Overlay | undefined)[] = [undefined, 'help', 'detail', 'filters', 'explain'];
    for (const focus of paneIds) {
      for (const overlay of overlays) {
        for (const eventsAs of eventsViews) {
          const now: Model = {...model, view: {...model.view, focus, overlay, eventsAs}};
          const here = commands.filter(({when}) => when?.(now)).flatMap(({keys}) => keys);
          expect([focus, overlay, eventsAs, ...here]).toEqual([focus, overlay, eventsAs, ...new Set(here)]);
        }
      }
    }
  });

  it('is what the help says, each command with its keys', () => {
    const {model} = open();
    const help = linesOf(helpOverlay(model, penFor(), {width: 140, height: 10_000}).rows, 140);
    for (const {id, keys, label} of commands) {
      const written = keys.map(keyName).join(' ') || `:${id}`;
      expect(help.some(line => line.trim().startsWith(written) && line.includes(label))).toBe(true);
    }
  });

  it('puts what is about the focused pane first in the help', () => {
    const {model} = open();
    const inProblems: Model = {...model, view: {...model.view, focus: 'problems'}};
    const [title, first] = linesOf(helpOverlay(inProblems, penFor(), {width: 80, height: 20}).rows, 80);
    expect([title?.trim(), first?.trim()]).toEqual(['In the problems pane', expect.stringContaining('next problem')]);
  });

  it('can be read from its end in the help, row by row', () => {
    const {keys, store} = open();
    const seen = () => linesOf(helpOverlay(store.getSnapshot(), penFor(), {width: 80, height: 10}).rows, 80);
    keys('? j');
    const [second] = seen();
    keys('G');
    const end = seen();
    keys('k');
    expect(seen().slice(1)).toEqual(end.slice(0, -1));
    keys('g j');
    expect(seen()[0]).toBe(second);
  });

  it('is what the README holds, in full', () => {
    const table = keyTable('markdown');
    for (const {label} of commands) expect(table).toContain(`| ${label} |`);
    expect(table.match(/^\*\*/gm)).toHaveLength(commandGroups.length);
  });
});

describe('the hint bar', () => {
  it.each([60, 80, 100, 120, 160, 240])('is exactly as wide as the screen, at %i columns', columns => {
    const {model} = open();
    for (const focus of paneIds) {
      const bar = hints({...model, view: {...model.view, columns, focus}});
      expect(widthOf(bar)).toBe(columns);
      expect(bar).toContain('? help');
    }
  });

  it('says more where there is more room, and nothing that cannot be done', () => {
    const {model} = open();
    const at = (columns: number) =>
      hints({...model, view: {...model.view, columns}})
        .trim()
        .split(/ {2,}/);
    expect(at(200).length).toBeGreaterThan(at(80).length);
    expect(at(80).length).toBeGreaterThan(at(60).length);
    expect(at(300).join()).not.toMatch(/dial|match/);
  });

  it('is about the focused pane', () => {
    const {model} = open();
    const on = (focus: Model['view']['focus']) => hints({...model, view: {...model.view, focus, columns: 80}});
    expect(on('problems')).toContain('a acknowledge');
    expect(on('calls')).not.toContain('acknowledge');
    expect(on('legs')).toContain('L only leg');
  });

  it('shows the keys that are in force', () => {
    const {model} = open(new Map([['help', ['F2']]]));
    expect(hints(model).trim()).toMatch(/^F2 help/);
  });
});

describe('keys of one’s own', () => {
  const from = (command: string, ...keys: string[]) => ({command, keys, origin: 'file ./convo-monitor.json'});

  it('replace those of the command, and take them from another', () => {
    const {keys, clashes, remarks} = chooseKeys([from('snapshot', 'z', 'p')]);
    expect([clashes, remarks]).toEqual([
      [],
      ['p is snapshot now (file ./convo-monitor.json), no longer pause, which has none left: :pause finds it.'],
    ]);
    const {store, effects, model} = open(keys);
    for (const key of ['s', 'z', 'p']) store.press(key);
    expect(effects.map(({type}) => type)).toEqual(['save', 'save']);
    expect(store.getSnapshot().view.paused).toBe(false);
    expect(linesOf(helpOverlay(model, penFor(), {width: 100, height: 1000}).rows, 100).join('\n')).toMatch(
      / z p +write a snapshot/,
    );
    expect(keyTable('text', keys)).toMatch(/^ {2}z p +snapshot/m);
  });

  it('may leave a command without any, but never the program without a way out', () => {
    const {keys} = chooseKeys([from('quit'), from('interrupt', 'X')]);
    const {store, effects} = open(keys);
    store.press('q');
    expect(effects).toEqual([]);
    store.press('X');
    store.press('C-c');
    expect(effects).toHaveLength(2);
  });

  it('take nothing by repeating what a command has already', () => {
    expect(chooseKeys([from('quit', 'q', 'C-x')]).remarks).toEqual([]);
  });

  it.each([
    [
      [from('snapshot', 'w'), from('time', 'w')],
      'The key w is chosen for snapshot and for time (both file ./convo-monitor.json): give one of them another key.',
    ],
    [
      [from('snapshot', 'F2'), {...from('time', 'F2'), origin: 'file ~/.config/convo-monitor/config.json'}],
      'The key F2 is chosen for snapshot and for time (file ./convo-monitor.json and file ~/.config/convo-monitor/config.json): give one of them another key.',
    ],
    [
      [from('snapshot', 'C-c')],
      'Ctrl-c (keys.snapshot, file ./convo-monitor.json) always leads out: choose another key for snapshot.',
    ],
    [
      [from('delete-word', 'w')],
      'w (keys.delete-word, file ./convo-monitor.json) is typed where delete-word holds: choose a key without a character, such as F2 or Ctrl-t.',
    ],
  ])('clash: %#', (choices, clash) => {
    expect(chooseKeys(choices).clashes).toEqual([clash]);
  });

  it('move in the list of ready-made filters and in that of formats', () => {
    const {keys} = chooseKeys([from('down', 'w'), from('last', 'W')]);
    const {store} = open(keys);
    for (const key of ['f', 'w', 'w']) store.press(key);
    expect(store.getSnapshot().view.ready.at).toBe(2);
    store.press('j');
    expect(store.getSnapshot().view.ready.at).toBe(2);
    for (const key of ['Esc', 'S', 'w']) store.press(key);
    expect(store.getSnapshot().view.saveAt).toBe(1);
    store.press('W');
    expect(store.getSnapshot().view.saveAt).toBe(saveFormats.length - 1);
  });

  it('hold in lists, questions and lines that are typed, and the hint bar names them', () => {
    const {keys} = chooseKeys([
      from('pick-filter', 'x'),
      from('down', 'w'),
      from('yes', 'Y'),
      from('clear', 'B'),
      from('cancel', 'F3'),
      from('accept', 'F4'),
    ]);
    const {store} = open(keys);
    const hint = () => hints(store.getSnapshot()).trim();
    for (const key of ['f', 'x']) store.press(key);
    expect(store.getSnapshot().view.ready.picked).toHaveLength(1);
    expect(hint()).toBe('Enter filter  x pick several  / go on writing  w k choose  Esc close');
    for (const key of ['f', ':']) store.press(key);
    expect(hint()).toBe('F4 run  Tab complete  ↑ ↓ choose, earlier  F3 close  Ctrl-u empty');
    for (const key of ['Esc', 'F3', '?']) store.press(key);
    expect(hint()).toBe('w k scroll  / search  Esc close');
    for (const key of ['?', 'B']) store.press(key);
    expect(hint()).toBe('Clear the display? The recording keeps all. B yes   any other key: no');
    store.press('C');
    expect([store.getSnapshot().view.overlay, store.getSnapshot().view.cleared]).toEqual([undefined, undefined]);
    for (const key of ['B', 'Y']) store.press(key);
    expect(store.getSnapshot().view.cleared).toBeDefined();
  });

  it('are in what is said', () => {
    const {keys} = chooseKeys([from('mark', 'F2'), from('diff', 'F3'), from('filter', 'F4'), from('bookmark', 'F5')]);
    const {store} = open(keys);
    const said = (key: string) => {
      store.press(key);
      return store.getSnapshot().view.message?.text;
    };
    expect(said('F3')).toBe('Mark two events with F2, then F3 shows where they differ.');
    expect(said('n')).toBe('No filter to go by: F4 starts one.');
    expect(said('M')).toBe('No bookmarks: F5 sets one.');
  });

  it('take a key from those commands only that hold where it was chosen', () => {
    const {keys, remarks} = chooseKeys([from('snapshot', 'C-w'), from('copy', 'Space')]);
    expect(remarks).toEqual([
      'Space is copy now (file ./convo-monitor.json), no longer mark, which has none left: :mark finds it.',
      'Space is copy now (file ./convo-monitor.json), no longer mark-call, which has none left: :mark-call finds it.',
      'Space is copy now (file ./convo-monitor.json), no longer play, which has none left: :play finds it.',
    ]);
    const {store, effects} = open(keys);
    for (const key of [...'/busy', 'C-w']) store.press(key);
    expect([store.getSnapshot().view.typing?.text, effects]).toEqual(['', []]);
    for (const key of ['Esc', 'f', 'Space']) store.press(key);
    expect(store.getSnapshot().view.ready.picked).toHaveLength(1);
  });

  it('do not stand in the way of typing', () => {
    const {keys, clashes} = chooseKeys([from('page-down', 'w'), from('snapshot', 'x'), from('pick-filter', 'x')]);
    expect(clashes).toEqual([]);
    const {store} = open(keys);
    for (const key of [':', 'w', 'x']) store.press(key);
    expect(store.getSnapshot().view.palette?.text).toBe('wx');
  });

  it('for a command that does not exist are reported with the nearest name', () => {
    const {keys, remarks} = chooseKeys([from('snapshto', 'w'), from('__proto__', 'x')]);
    expect(keys.size).toBe(0);
    expect(remarks).toEqual([
      'There is no command snapshto (keys, file ./convo-monitor.json): did you mean snapshot?',
      'There is no command __proto__ (keys, file ./convo-monitor.json): convo-monitor keys lists them.',
    ]);
  });
});
