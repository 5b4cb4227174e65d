import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {describeConfig} from '../../source/config/describe.js';
import {resolveConfig} from '../../source/config/resolve.js';
import {mutantsOf, tries} from '../helpers/mutants.js';
import {machine, sample} from './machine.js';

const own = JSON.stringify({
  port: 3000,
  to: '447700900000',
  forward: 'http://localhost:4000',
  theme: 'dark',
  fps: 10,
  strict: true,
  signatureSecret: {abcd1234: 'S'.repeat(40)},
  apiUrl: 'https://api.nexmo.com',
  keys: {snapshot: 'w', quit: ['q', 'F10']},
});

describe('a settings file that somebody changed', () => {
  it('is taken as far as it can be read, and every other value is an error with the file’s name', () => {
    fc.assert(
      fc.property(mutantsOf([own, sample('cli-v3-vonagerc')]), ([ours = '', theirs = '']) => {
        const files = {'/project/convo-monitor.json': ours, '/project/.vonagerc': theirs};
        const config = resolveConfig(machine({files}));
        describeConfig(config);
        for (const {message} of [...config.errors, ...config.keys.errors])
          expect(message).toMatch(/convo-monitor\.json|\.vonagerc/);
      }),
      tries(300),
    );
  });
});
