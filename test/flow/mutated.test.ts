import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {readFlow} from '../../source/flow/file/read.js';
import {createJudge} from '../../source/flow/judge.js';
import {emptyWorld} from '../../source/world/world.js';
import {menu, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {brokenOf, tries} from '../helpers/mutants.js';

const names = ['busy', 'conference', 'forward', 'ivr', 'transfer', 'voicemail'];
const flows = names.map(name => readFileSync(new URL(`../flows/${name}.yaml`, import.meta.url), 'utf8'));
const pieces = [
  ': ',
  '- ',
  '[...]',
  '...',
  '*x',
  '&x ',
  '<<: ',
  '!!js/function x',
  '? ',
  '|\n',
  'under ',
  'between 1 s and ',
  '/(a+)+$/',
  '"',
  '\t',
  '{',
  '['.repeat(900),
  'legs:\n',
  '__proto__: 1\n',
  '1e308',
];
const worlds = [menu, talked].map(call => fold(emptyWorld(), call));

// Nothing that a file holds is printed in the library's words.
const warned = vi.spyOn(process, 'emitWarning');
beforeEach(() => void warned.mockClear());
afterEach(() => expect(warned).not.toHaveBeenCalled());

describe('a flow file that somebody changed', () => {
  it('may have a list or a map as a name: that is a mistake with its place', async () => {
    const read = await readFlow('legs:\n  ? [x]\n  : 3\n', 'flow.yaml');
    expect(read).toMatchObject({mistakes: [{line: 2, column: 3}]});
  });

  it('is read, or refused with what is wrong and where, and calls can be held against what was read', async () => {
    await fc.assert(
      fc.asyncProperty(brokenOf(flows, pieces), async text => {
        const read = await readFlow(text, 'flow.yaml');
        if ('mistakes' in read) {
          expect(read.mistakes.length).toBeGreaterThan(0);
          for (const {line} of read.mistakes) expect(line === undefined || line >= 1).toBe(true);
          return;
        }
        for (const world of worlds) createJudge([read.flow]).finish(world);
      }),
      tries(100),
    );
  });
});
