import {expect, it} from 'vitest';
import {commandLine} from '../../source/program/completions/command-line.js';
import {rowsOf} from '../../source/program/rows-of.js';

const tokenOf = (verb: 'monitor' | 'demo' | 'attach') => rowsOf(verb).find(({flag}) => flag === '--serve-token');

it('an option that is something else to a verb is said in the words of that verb, in its help and for shells', () => {
  expect(tokenOf('monitor')).toMatchObject({
    help: expect.stringMatching(/^what who attaches/),
    otherwise: 'a new one at each start',
  });
  expect(tokenOf('demo')).toEqual(tokenOf('monitor'));
  expect(tokenOf('attach')?.help).toMatch(/^the token that the monitor there wants, /);
  expect(tokenOf('attach')?.otherwise).toMatch(/^that of a monitor of this machine is found; /);
  const {flags = []} = commandLine({}).find(({name}) => name === 'attach') ?? {};
  expect(flags.find(({flag}) => flag === '--serve-token')?.help).toBe(tokenOf('attach')?.help);
});
