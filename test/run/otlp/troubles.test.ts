import {expect, it} from 'vitest';
import type {Signal} from '../../../source/config/collectors.js';
import {createTroubles} from '../../../source/run/otlp/troubles.js';

it.each<[string, readonly (readonly [Signal, string?])[], readonly (string | undefined)[]]>([
  ['nothing where all is well', [['traces'], ['metrics']], []],
  ['what is wrong, and that it is well again', [['traces', '503'], ['traces', '503'], ['traces']], ['503', undefined]],
  ['each reason', [['traces', '503'], ['traces', '400'], ['traces']], ['503', '400', undefined]],
  ['once what is wrong with one', [['traces', '404'], ['metrics'], ['traces', '404'], ['metrics']], ['404']],
  [
    'once what both have',
    [['metrics', 'no'], ['traces', 'no'], ['metrics'], ['traces', 'no'], ['traces']],
    ['no', undefined],
  ],
  [
    'both, and the one that is left',
    [['traces', '404'], ['metrics', '503'], ['traces', '404'], ['metrics']],
    ['404', '503', '404'],
  ],
  [
    'the last of both when all is well',
    [['traces', '404'], ['metrics', '503'], ['traces'], ['metrics']],
    ['404', '503', undefined],
  ],
])('says %s', (_, told, expected) => {
  const said: (string | undefined)[] = [];
  const troubles = createTroubles(trouble => said.push(trouble?.code));
  for (const [signal, code] of told) troubles.told(signal, code === undefined ? undefined : {code, text: code});
  expect(said).toEqual(expected);
});
