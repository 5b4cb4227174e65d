import {describe, expect, it, onTestFinished} from 'vitest';
import {hintBar} from '../../source/screen/hints.js';
import {armAsked, transferAsked} from '../../source/store/commands/control.js';
import type {StoreOptions} from '../../source/store/store.js';
import type {LoadedNcco} from '../../source/store/wanted.js';
import {tableWebhooks} from '../helpers/seed.js';
import {watchedCall} from '../helpers/session.js';
import {linesOf} from '../screen/frame.js';

const can = {
  simulate: false,
  snapshot: true,
  scenarios: [],
  arm: true,
  control: {inline: 'Who answers hears a sentence.'},
};

/** The concept page's call while both legs talk, in a monitor that may act on calls; `type` enters a command. */
function talking(options: Partial<StoreOptions> = {}, webhooks = tableWebhooks().slice(0, 6)) {
  const call = watchedCall({can, mode: 'live', ...options}, webhooks);
  onTestFinished(() => call.store.close());
  const view = () => call.store.getSnapshot().view;
  return {
    ...call,
    view,
    said: () => view().message?.text,
    asked: () => (view().overlay === 'confirm-control' ? view().question?.ask : undefined),
    type(line: string) {
      for (const key of [':', ...line, 'Enter']) call.store.press(key === ' ' ? 'Space' : key);
    },
  };
}

const ncco: LoadedNcco = {text: '[]', what: 'the NCCO in a.json', errors: 0, findings: []};

describe('acting on calls', () => {
  it.each<[string, string, object]>([
    ['dial +44 7700 900001', 'Call 447700900001?', {kind: 'dial', to: '447700900001'}],
    ['hangup', 'Hang up L2 (447700000003)?', {kind: 'hangup'}],
    ['mute', 'Mute L2 (447700000003)?', {kind: 'mute'}],
    ['unearmuff', 'Unearmuff L2 (447700000003)?', {kind: 'unearmuff'}],
    ['send-dtmf 12p#', 'Send 12p# to L2 (447700000003)?', {kind: 'send-dtmf', digits: '12p#'}],
    ['talk Good day', 'Speak to L2 (447700000003)?', {kind: 'talk', text: 'Good day'}],
    [
      'transfer https://example.com/a',
      'Transfer L2 (447700000003)?',
      {kind: 'transfer', to: {url: 'https://example.com/a'}},
    ],
  ])('asks before :%s', (line, question, wanted) => {
    const {type, keys, asked, effects} = talking();
    keys('2 j');
    type(line);
    expect([asked(), effects]).toEqual([question, []]);
    keys('y');
    expect(effects).toEqual([{type: 'intervene', wanted: expect.objectContaining(wanted)}]);
    expect(asked()).toBe(undefined);
  });

  it.each(['n', 'Esc', 'C-c', 'j'])('does nothing on any other key: %s', key => {
    const {type, keys, asked, effects} = talking();
    type('dial 447700900001');
    keys(key);
    expect([asked(), effects]).toEqual([undefined, []]);
  });

  it.each<[string, RegExp]>([
    ['dial', /put the number behind it/i],
    ['dial anna', /7 to 15 digits/],
    ['dial 0123', /7 to 15 digits/],
    ['dial 447700900001234567', /7 to 15 digits/],
    ['send-dtmf 12a', /0 to 9, \* and #, and p/],
    ['talk', /put the text behind it/i],
    ['transfer https://', /no whole URL/],
    ['arm', /put an NCCO behind it/i],
    ['arm off', /Nothing is armed/],
  ])('says what is wrong with :%s', (line, text) => {
    const {type, keys, said, asked, effects} = talking();
    keys('2');
    type(line);
    expect(said()).toMatch(text);
    expect([asked(), effects]).toEqual([undefined, []]);
  });

  it('acts on the only leg that is up, and on none of several that nobody chose', () => {
    const {type, said, asked} = talking();
    type('hangup');
    expect([asked(), said()]).toEqual([undefined, expect.stringMatching(/Several legs are up: choose one/)]);
    const one = talking({}, tableWebhooks().slice(0, 1));
    one.type('hangup');
    expect(one.asked()).toMatch(/^Hang up L1/);
  });

  it('leaves a leg alone that is over', () => {
    const {type, keys, said} = talking({}, tableWebhooks());
    keys('2 j');
    type('hangup');
    expect(said()).toMatch(/L2 is over/);
  });

  it('says what it costs where a call to the number was charged for before', () => {
    const paid = tableWebhooks().map(each => ({...each, rate: '0.0120', price: '0.0120'}));
    const {type, keys, said} = talking({}, paid);
    type('dial 447700000003');
    expect(said()).toMatch(/It costs 0\.\d+ EUR a minute/);
    keys('n');
    type('dial 447700900009');
    expect(said()).toMatch(/What it costs is not known/);
  });

  it('says what who is called will hear', () => {
    const {type, said} = talking();
    type('dial 447700900009');
    expect(said()).toContain('Who answers hears a sentence.');
  });

  it.each<[string, Partial<StoreOptions>, RegExp]>([
    ['the flag', {can: {...can, control: 'start with --allow-control'}}, /start with --allow-control/],
    ['a monitor', {can: {...can, control: undefined}, mode: 'replay'}, /a monitor that runs, with --allow-control/],
  ])('says so without %s', (_, options, text) => {
    for (const line of ['dial 447700900001', 'hangup', 'talk Hello']) {
      const {type, said, effects} = talking(options);
      type(line);
      expect(said()).toMatch(text);
      expect(effects).toEqual([]);
    }
  });

  it('hides numbers in the question where they are hidden', () => {
    const {type, store} = talking();
    type('mask');
    type('dial 447700900001');
    const bar = linesOf([hintBar(store.getSnapshot())], 80).join();
    expect(bar).toMatch(/Call 44\S+01\? y yes/);
    expect(bar).not.toContain('447700900001');
  });

  it('keeps what answers a question in sight', () => {
    const {type, keys, store} = talking();
    keys('2');
    type(`send-dtmf ${'1'.repeat(90)}`);
    expect(linesOf([hintBar(store.getSnapshot())], 80).join()).toMatch(/y yes {3}any other key: no/);
  });
});

describe('an NCCO that was read', () => {
  it('is armed at once where Vonage would take it, and after a question where it would not', () => {
    const {store, effects, asked, said, keys} = talking();
    store.change(model => armAsked(model, ncco));
    expect(effects).toEqual([{type: 'arm', ncco}]);
    const bad = {...ncco, errors: 1, findings: ['error at [0]: no action']};
    store.change(model => armAsked(model, bad));
    expect([asked(), said()]).toEqual([
      expect.stringMatching(/Arm it all the same/),
      expect.stringContaining('no action'),
    ]);
    keys('y');
    expect(effects.at(-1)).toEqual({type: 'arm', ncco: bad});
  });

  it('is what a leg gets after a question, with what the check says of it', () => {
    const {store, effects, said, keys} = talking();
    const leg = [...store.getSnapshot().world.legs.keys()][0] ?? '';
    store.change(model => transferAsked(model, leg, {...ncco, findings: ['warning at [0]: odd']}));
    expect(said()).toMatch(/It gets the NCCO in a\.json\. warning at \[0\]: odd/);
    keys('y');
    expect(effects).toEqual([{type: 'intervene', wanted: {kind: 'transfer', leg, to: {ncco: '[]'}}}]);
  });
});
