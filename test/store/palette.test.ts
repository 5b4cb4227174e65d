import {afterEach, describe, expect, it} from 'vitest';
import {chosenRow, streamOf} from '../../source/store/select.js';
import type {Store, StoreOptions} from '../../source/store/store.js';
import {offerOf} from '../../source/store/typing/palette-line.js';
import {watchedCall} from '../helpers/session.js';

let store: Store;
afterEach(() => store.close());

const scenarios = [
  {text: 'answered', hint: 'the called party answers'},
  {text: 'busy', hint: 'the called party is busy'},
];

function open(options: Partial<StoreOptions> = {}) {
  const call = watchedCall({can: {simulate: true, snapshot: true, scenarios}, ...options});
  store = call.store;
  const model = () => store.getSnapshot();
  const offered = (text: string) => offerOf(model(), text).entries.map(({name}) => name);
  const message = () => model().view.message?.text;
  return {...call, model, offered, message};
}

describe('the palette', () => {
  it('finds commands by what they are called, by what they do, and by their key', () => {
    const {offered} = open();
    expect(offered('snap')[0]).toBe('snapshot');
    expect(offered('freeze')[0]).toBe('pause');
    expect(offered('q')[0]).toBe('quit');
    expect(offered('nepr')[0]).toBe('next-problem');
    expect(offered('thme')[0]).toBe('theme');
    expect(offered('').length).toBeGreaterThan(30);
    expect(offered('').indexOf('down')).toBeGreaterThan(offered('').indexOf('snapshot'));
  });

  it('carries out what Enter is pressed on, and closes', () => {
    const {keys, model} = open();
    keys(': pause Enter');
    expect([model().view.paused, model().view.palette]).toEqual([true, undefined]);
  });

  it('goes through what it found with the arrows, and stays within it', () => {
    const {keys, model, offered} = open();
    keys(': problem Down');
    const [, second] = offered('problem');
    keys('Up Down Tab');
    expect(model().view.palette?.text).toBe(second);
    keys(`${'Down '.repeat(200)}C-p`.trim());
    expect(model().view.palette?.chosen).toBeLessThan(200);
  });

  it('brings back what was entered, the newest first', () => {
    const {keys, model} = open();
    const text = () => model().view.palette?.text;
    keys(': pause Enter : time Enter : Up');
    expect(text()).toBe('time');
    keys('Up');
    expect(text()).toBe('pause');
    keys('Down Down');
    expect(text()).toBe('');
  });

  it('closes with Esc, with Enter on nothing, and with Backspace on nothing', () => {
    const {keys, model} = open();
    for (const key of ['Esc', 'Enter', 'Backspace']) {
      keys(`: ${key}`);
      expect(model().view.palette).toBeUndefined();
    }
  });

  it('takes what is pasted, and presses no key with it', () => {
    const {keys, model, effects} = open();
    keys(':');
    store.paste('simulate qQ');
    expect(model().view.palette?.text).toBe('simulate qQ');
    expect(effects).toEqual([]);
  });

  it.each([
    ['snapxhot', 'There is no command snapxhot. Nearest: snapshot'],
    ['zzzz', 'There is no command zzzz.'],
    ['simulate bsuy', 'simulate: bsuy is not known. Did you mean busy? Known are answered, busy.'],
    ['theme pink', 'theme: pink is not known. Known are dark, light, high-contrast, mono, color-blind.'],
    ['simulate what', 'simulate: what is not known. Known are answered, busy.'],
  ])('says of %s: %s', (text, trouble) => {
    const {model, keys} = open();
    expect(offerOf(model(), text).trouble).toContain(trouble);
    keys(': zzzz Enter');
    expect(model().view.palette?.text).toBe('zzzz');
  });

  it('says why a command cannot do anything now', () => {
    const {keys, message, effects} = open({can: {simulate: false}});
    for (const line of ['simulate', 'simulate Space busy', 'simulate Space what']) {
      keys(`: ${line} Enter`);
      expect([message(), effects]).toEqual(['Simulated calls are placed by: convo-monitor demo', []]);
    }
  });
});

describe('what is written behind a command', () => {
  it.each([
    [':simulate busy', {type: 'simulate', scenario: 'busy'}],
    [':simulate bu', {type: 'simulate', scenario: 'busy'}],
    [':snapshot call.json', {type: 'save', format: 'json', file: 'call.json'}],
  ])('%s', (sentence, effect) => {
    const {keys, effects} = open();
    keys(`${sentence.replace(' ', ' Space ')} Enter`);
    expect(effects).toMatchObject([effect]);
  });

  it('is one of the words that the command knows', () => {
    const {keys, model} = open();
    keys(': sort Space dur Enter : time Space utc Enter : view Space ladder Enter');
    expect(model().view).toMatchObject({sort: 'duration', time: 'utc', eventsAs: 'ladder', focus: 'events'});
  });

  it('is completed by Tab', () => {
    const {keys, model} = open();
    keys(': sim Tab');
    expect(model().view.palette?.text).toBe('simulate ');
    keys('b Tab');
    expect(model().view.palette?.text).toBe('simulate busy');
    keys('C-u filter Space leg:L1 Space typ Tab');
    expect(model().view.palette?.text).toBe('filter leg:L1 type:');
  });

  it('filters the list in front', () => {
    const {keys, model} = open();
    keys(': filter Space ringing Enter');
    expect([model().view.filter, streamOf(model()).length]).toEqual(['ringing', 2]);
    keys(': filter Space lge:L1 Enter');
    expect(model().view.filter).toBe('ringing');
    expect(model().view.message?.text).toMatch(/^Not filtered: no such field: lge/);
  });

  it('is a theme, which is in force at once; without one the next is', () => {
    const {keys, model, message} = open({theme: 'light'});
    keys(': theme Space hi Enter');
    expect(model().view.theme).toBe('high-contrast');
    keys(': theme Enter');
    expect([model().view.theme, message()]).toEqual(['mono', 'Theme: mono']);
    keys(': theme Space pink Enter');
    expect([model().view.theme, model().view.palette?.text]).toEqual(['mono', 'theme pink']);
  });

  it('is explained', () => {
    const {keys, model, message} = open();
    keys(': explain Space busy Enter');
    expect([model().view.overlay, model().view.explained]).toEqual(['explain', 'busy']);
    keys('Esc');
    expect(model().view.overlay).toBeUndefined();
    keys('/ ringing Enter : explain Enter');
    expect(model().view.explained).toBe('ringing');
    expect(message()).toBeUndefined();
  });
});

describe('going to a place in the stream', () => {
  const place = (written: string) => {
    const {keys, model, message} = open();
    keys(`t : ${written} Enter`);
    const row = chosenRow(model());
    const at = model().view.event ? streamOf(model()).lastIndexOf(row ?? -1) + 1 : undefined;
    return {at, message: message()};
  };

  it.each([
    ['1', 1],
    ['3', 3],
    ['+0s', 1],
    // The concept page's call starts at 09:26:19 and is answered 17 s later; t has made the clock UTC.
    ['09:26', 1],
    ['00:00', 1],
  ])(':%s goes to event %i', (written, at) => {
    expect(place(written)).toEqual({at, message: undefined});
  });

  it('goes to the last event where all are before the time, and says so', () => {
    expect(place('23:59:59')).toEqual({at: 9, message: 'All events are before 23:59:59: this is the last one.'});
    expect(place('+9min')).toEqual({at: 9, message: 'All events are before +9min: this is the last one.'});
  });

  it.each([
    ['99', 'There is no event 99 here: they go from 1 to 9.'],
    ['0', 'There is no event 0 here: they go from 1 to 9.'],
    ['25:00', '25:00 is no time of day: write hours, minutes and seconds, as in 12:04:11.'],
    ['go Space nowhere', 'nowhere is no event’s number and no time: write 25, 12:04:11 or +30s.'],
  ])('says of :%s that %s', (written, message) => {
    expect(place(written)).toEqual({at: undefined, message});
  });
});
