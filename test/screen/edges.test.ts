import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import type {Model} from '../../source/store/model.js';
import {caller, menu, news, observed, talked} from '../helpers/calls.js';
import {frame, modelOf, pressed} from './frame.js';

describe('The border of the events', () => {
  it('says below where in the stream the screen is, and how many came since', () => {
    const anna = caller('a', '447700900001');
    const thousand = modelOf(observed(...Array.from({length: 1000}, (_, i) => news(anna, 'ringing', i))));
    const up = pressed(thousand, 'k');
    const bottom = (model: Model) => frame(model).at(-4);
    expect(bottom(thousand)).toMatch(/^└─+ 1000\/1000 ─┘$/);
    expect(bottom(up)).toMatch(/^└─+ 999\/1000 ─┘$/);
    expect(bottom({...up, view: {...up.view, unfollowedAt: 985}})).toMatch(/^└─+ 14 new ▾ ─ 999\/1000 ─┘$/);
  });

  it('names the filter and counts, whatever else is left out', () => {
    const keys = ['g', 'm', 'L', 'M', '/', ...'type:started or type:ringing', 'Enter'];
    expect(frame(pressed(modelOf(menu), ...keys)).join('\n')).toMatch(
      / \/type:started or type:ringing · \d+ of \d+ ─┐/,
    );
  });
});

describe('The row of judgement', () => {
  it('leads by e to the events only where a problem is about one', () => {
    const {world} = modelOf(menu);
    const [conversation = ''] = world.conversations.keys();
    const trouble = {part: 'poller', state: 'failing', code: 'dns', text: 'The API cannot be reached.'} as const;
    const lost: Observation = {source: 'health', ...trouble, conversation, seq: menu.length + 1, at: world.now + 1};
    const model = modelOf([...menu, lost]);
    expect(frame(model).at(-3)).toMatch(/^! The API cannot be reached\. +press 6$/);
    expect(frame(pressed(model, 'e')).at(-3)).toContain('No problems among these events: 6 shows those of the call.');
  });
});

describe('What the program has to say', () => {
  it('takes two rows at most, and shows where there is more', () => {
    const model = modelOf(menu);
    const said = (text: string) => frame({...model, view: {...model.view, message: {text, tone: 'bad'}}}).slice(-4);
    expect(said('Not written.')).toContainEqual(expect.stringMatching(/^ Not written\. *$/));
    const rows = said(`It was not written, because ${'of this and that and '.repeat(12)}more.`);
    expect(rows.filter(row => row.includes('this and that')).map(row => row.trimEnd().endsWith('…'))).toEqual([
      false,
      true,
    ]);
  });
});

describe('The hints', () => {
  it('name what is of use while the display is cleared', () => {
    const hints = (...keys: string[]) => frame(pressed(modelOf(talked), ...keys)).at(-1) ?? '';
    expect(hints()).toContain('/ filter');
    expect(hints('C', 'C')).toContain('? help');
    expect(hints('C', 'C')).not.toContain('/ filter');
  });
});

describe('The question whether to quit', () => {
  it('goes on saying the truth while it is asked', () => {
    const asked = pressed({...modelOf(talked.slice(0, -2)), mode: 'live'}, 'q');
    const question = (model: Model) => frame(model).at(-1);
    expect(question(asked)).toMatch(/^ A call is still up: monitoring it ends here\. Quit\? q yes/);
    expect(question({...asked, latest: modelOf(talked).world})).toMatch(/^ No call is up any more\. Quit\? q yes/);
  });

  it('is asked of a call that came while the display stood still', () => {
    const then = {...modelOf(talked), mode: 'live'} as const;
    expect(pressed({...then, latest: modelOf(talked.slice(0, -2)).world}, 'q').view.overlay).toBe('confirm-quit');
  });
});
