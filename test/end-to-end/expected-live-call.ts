import {expectedSeedConversation} from '../output/expected-seed-snapshot.js';

/**
 * What the concept page's call is to the monitor when it is placed, not read off the page: the page leaves out what `completed`
 * carries (billing, who hung up), what was answered to each webhook, and that the Voice API tells of both ends once more.
 * Money by hand: 301 s at the rate of the leg, from the whole second of the answer to the whole second after the end.
 */

const billed = {durationMs: 301_000, startTime: '2018-10-25T09:26:30.000Z', endTime: '2018-10-25T09:31:31.000Z'};

const [alice, bob] = expectedSeedConversation.legs;

const byBoth = ['webhook', 'api'];

export const expectedLiveConversation = {
  ...expectedSeedConversation,
  cost: '0.52424167',
  legs: [
    {...alice, ...billed, rate: '0.00450000', price: '0.02257500', network: 'GB-FIXED', disconnectedBy: 'platform'},
    {...bob, ...billed, rate: '0.10000000', price: '0.50166667', network: '23410', disconnectedBy: 'user'},
  ].map(leg => ({
    ...leg,
    sipCode: 200,
    history: leg.history?.map(entry => ({...entry, ...(entry.status === 'completed' && {witnesses: byBoth})})),
  })),
  events: expectedSeedConversation.events.map(event => ({
    ...event,
    ...(event.type === 'completed' && {witnesses: byBoth}),
    reply: event.witnesses[0] === 'webhook' ? {status: 200, by: 'monitor'} : null,
  })),
  verdict: 'Talked for 5 min 0 s. L2 (447700000003) hung up.',
};
