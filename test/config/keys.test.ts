import {describe, expect, it} from 'vitest';
import {printKeys} from '../../source/commands/keys.js';
import {resolveConfig} from '../../source/config/resolve.js';
import {usableKeys} from '../../source/run/chosen-keys.js';
import {type Machine, machine} from './machine.js';

const project = (keys: unknown) => ({'/project/convo-monitor.json': JSON.stringify({keys})});
const choicesOf = (files: Machine['files']) => resolveConfig(machine({files})).keys;
const origin = 'file ./convo-monitor.json:1:10';

describe('keys in a configuration file', () => {
  it.each([
    ['w', 'w'],
    ['?', '?'],
    ['é', 'é'],
    ['F2', 'F2'],
    ['f12', 'F12'],
    ['enter', 'Enter'],
    ['Return', 'Enter'],
    ['Escape', 'Esc'],
    ['space', 'Space'],
    ['PageDown', 'PgDn'],
    ['↑', 'Up'],
    ['Shift-Tab', 'S-Tab'],
    ['Ctrl-d', 'C-d'],
    ['ctrl+D', 'C-d'],
    ['C-d', 'C-d'],
    ['^d', 'C-d'],
  ])('%s is %s', (written, key) => {
    const {choices, errors} = choicesOf(project({snapshot: written}));
    expect([choices, errors]).toEqual([[{command: 'snapshot', keys: [key], origin}], []]);
  });

  it.each(['', 'ab', 'Ctrl-', 'Ctrl-i', 'Ctrl-m', 'F13', 'M-x', '\u001b', '\u202e', 5, null, {}, ['w', 7]])(
    '%j is no key',
    written => {
      const {choices, errors} = choicesOf(project({snapshot: written}));
      expect(choices).toEqual([]);
      expect(errors[0]?.message).toMatch(
        /\(keys\.snapshot, file \.\/convo-monitor\.json:1:21\) is no key\. Write a character/,
      );
    },
  );

  it('are said with the line and column at which they stand', () => {
    const text =
      '{\n  "port": 3000,\n  "keys": {\n    "snapshot": "w",\n    "copy": ["x", "ab"],\n    "snapshto": "y"\n  }\n}';
    const {choices, errors} = choicesOf({'/project/convo-monitor.json': text});
    expect(choices.map(({command, origin}) => [command, origin])).toEqual([
      ['snapshot', 'file ./convo-monitor.json:4:5'],
      ['snapshto', 'file ./convo-monitor.json:6:5'],
    ]);
    expect(errors.map(({message}) => message)).toEqual([
      expect.stringContaining('"ab" (keys.copy, file ./convo-monitor.json:5:13) is no key.'),
    ]);
    expect(choicesOf({'/project/convo-monitor.json': '{\n "keys": [1]}'}).errors[0]?.message).toContain(
      'keys (file ./convo-monitor.json:2:10) must be an object',
    );
  });

  it('are those of the project before those of the user, command by command', () => {
    const files = {
      ...project({snapshot: 'w'}),
      '/home/anna/.config/convo-monitor/config.json': JSON.stringify({
        keys: {snapshot: 'x', quit: ['q', 'F10'], copy: []},
      }),
    };
    expect(choicesOf(files).choices.map(({command, keys}) => [command, ...keys])).toEqual([
      ['snapshot', 'w'],
      ['quit', 'q', 'F10'],
      ['copy'],
    ]);
  });

  it('come from the one reading of each file that the settings come from', () => {
    const looked: string[] = [];
    const {read, ...input} = machine({
      files: {'/project/convo-monitor.json': '{"theme": "light", "keys": {"copy": "w"}}'},
    });
    const counting = (path: string) => {
      looked.push(path);
      return read(path);
    };
    const {settings, keys} = resolveConfig({...input, read: counting});
    expect([settings.theme?.value, keys.choices]).toEqual([
      'light',
      [{command: 'copy', keys: ['w'], origin: 'file ./convo-monitor.json:1:29'}],
    ]);
    expect(looked).toEqual([...new Set(looked)]);
  });

  it('are no unknown setting, and nothing of a broken file is read', () => {
    expect(resolveConfig(machine({files: project({snapshot: 'w'})})).warnings).toEqual([]);
    expect(choicesOf({'/project/convo-monitor.json': '{"keys": '})).toEqual({
      choices: [],
      errors: [],
    });
    expect(choicesOf(project(['w'])).errors[0]?.message).toContain('must be an object');
  });
});

describe('convo-monitor keys', () => {
  function run(keys: unknown, format: 'text' | 'markdown' | 'json' = 'text') {
    const printed = {out: '', err: ''};
    const status = printKeys(format, machine({files: project(keys)}), {
      out: text => {
        printed.out += text;
      },
      err: text => {
        printed.err += text;
      },
    });
    return {status, ...printed};
  }

  it('prints the table that is in force', () => {
    const {status, out, err} = run({snapshot: ['z', 'Ctrl-x']});
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^ {2}z Ctrl-x +snapshot \[FILE\] +write a snapshot/m);
  });

  it('prints it as JSON and as Markdown', () => {
    const rows: unknown = JSON.parse(run({snapshot: 'z'}, 'json').out);
    expect(rows).toContainEqual(
      expect.objectContaining({id: 'snapshot', keys: ['z'], group: 'Keep', argument: '[FILE]'}),
    );
    expect(run({snapshot: 'z'}, 'markdown').out).toMatch(/^\| `z` \| write a snapshot .* \| `snapshot \[FILE\]` \|$/m);
  });

  it('exits 2 when keys clash, and still prints the table', () => {
    const {status, out, err} = run({snapshot: 'z', time: 'z'});
    expect(status).toBe(2);
    expect(out).toContain('snapshot');
    expect(err).toMatch(/^Error: The key z is chosen for snapshot and for time/);
  });

  it('says the same before a run, where a clash is the end of it', () => {
    const said: string[] = [];
    const use = (keys: unknown) => usableKeys(choicesOf(project(keys)), text => said.push(text));
    expect(() => use({snapshot: 'z', time: 'z'})).toThrow(expect.objectContaining({name: 'ConfigError', code: 'keys'}));
    expect(use({zom: 'z'}).size).toBe(0);
    expect(said).toEqual([`There is no command zom (keys, ${origin}): did you mean zoom?`]);
  });
});
