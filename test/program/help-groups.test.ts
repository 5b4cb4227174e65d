import {expect, it} from 'vitest';
import {groupOf} from '../../source/program/help-groups.js';
import {options} from '../../source/program/options.js';

it('every flag of the monitor stands under a heading of its help', () => {
  const flags = options.filter(({verbs}) => (verbs as readonly string[]).includes('monitor')).map(({flag}) => flag);
  expect(flags.filter(flag => groupOf(flag, 'monitor') === undefined)).toEqual([]);
});
