import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {whyRunFailed} from '../../source/run/why-failed.js';
import {eventDraft} from '../helpers/seed.js';
import {arrive, worldOf} from '../output/seed-call.js';

const bob = (status: string, more: object = {}) =>
  eventDraft({uuid: 'bob', conversation_uuid: 'CON-1', direction: 'outbound', to: '447700000003', status, ...more});
const error = eventDraft({
  conversation_uuid: 'CON-1',
  reason: 'Syntax error in NCCO.',
  timestamp: '2026-01-01T00:00:00Z',
});
const poller: Draft = {
  source: 'health',
  part: 'poller',
  state: 'failing',
  code: 'x',
  text: 'No.',
  conversation: 'CON-1',
};

describe('--fail-on', () => {
  it.each<[string, Draft[], error: boolean, warning: boolean]>([
    ['a call that went well', [bob('answered'), bob('completed')], false, false],
    ['a called party who was busy', [bob('busy'), bob('completed')], false, true],
    ['a caller who gave up', [bob('cancelled'), bob('completed')], false, false],
    ['an NCCO that Vonage refused', [error], true, true],
    ['an API that cannot be reached, which is no fault of the call', [bob('answered'), poller], false, false],
    ['no call at all', [], false, false],
  ])('%s', (_, drafts, failsOnError, failsOnWarning) => {
    const world = worldOf(arrive(drafts, 0));
    expect(whyRunFailed(world, 'error') !== undefined).toBe(failsOnError);
    expect(whyRunFailed(world, 'warning') !== undefined).toBe(failsOnWarning);
    expect(whyRunFailed(world, 'never')).toBeUndefined();
    expect(whyRunFailed(world)).toBeUndefined();
  });

  it('says how many, in how many calls, and the first', () => {
    expect(whyRunFailed(worldOf(arrive([error], 0)), 'error')).toMatch(
      /^Failed, as --fail-on error asks: 1 errors? in 1 call\. The first: CON-1: .*Syntax error/,
    );
  });
});
