// Observations of calls like the concept page's: two legs, eight status webhooks with their replies, eight events of the API.
import {readFileSync} from 'node:fs';
import {callerOf, callIds, statusBody} from './webhooks.mjs';

const epoch = Date.UTC(2026, 0, 1);
const samples = process.env.BENCH_SAMPLES ?? new URL('../../samples/', import.meta.url).pathname;
const seedEvents = readFileSync(`${samples}/conversation/seed-events.json`, 'utf8');
const seedText = JSON.stringify(JSON.parse(seedEvents));
/** The ids and stamps of the seed, each replaced in every call. */
const seed = {
  legs: ['797168e24c19a3c45e74e05b10fef2b5', '30cecc87-7ac9-4d03-910a-e9d69558263c'],
  members: ['MEM-f44c872e-cba9-444f-88ae-0bfa630865a6', 'MEM-25ccda92-839d-4ac6-a7b2-de310224878b'],
};
/** When its events happen, ms from the start: what a webhook tells, too, at the same time as there. */
const offsets = [20, 4060, 8060, 8065, 8066, 8000, 8005, 8006];

/** Rows that one call leaves in the log: eight by webhook, eight by the API. */
export const rowsOfCall = 16;

/** All observations of call number `call`, from `seq` + 1 on, in the order in which they would come. */
export function observationsOfCall(call, seq) {
  const observations = [];
  const start = epoch + call * 1000;
  const add = (at, rest) => void observations.push({seq: seq + observations.length + 1, at, ...rest});
  for (let step = 0; step < 4; step++) {
    for (const leg of [0, 1]) {
      const raw = {
        method: 'POST',
        path: '/webhooks/event',
        headers: {'content-type': 'application/json'},
        body: statusBody(call, leg, step),
      };
      const at = start + step * 4000 + leg * 60 + 40;
      add(at, {source: 'event', raw});
      add(at + 1, {
        source: 'reply',
        to: seq + observations.length,
        by: 'monitor',
        ms: 0.8,
        raw: {status: 200, headers: {}, body: ''},
      });
    }
    if (step === 2) add(start + 9000, eventsPoll(call, start));
  }
  return observations;
}

function eventsPoll(call, start) {
  const {conversation, legs, members} = callIds(call);
  const caller = callerOf(call);
  let event = 0;
  let body = seedText;
  for (const i of [0, 1]) body = body.replaceAll(seed.legs[i], legs[i]).replaceAll(seed.members[i], members[i]);
  body = body
    .replace(/447700000001/g, caller)
    .replace(/44770000000(?=[23])/g, '44770090000')
    .replace(/"timestamp":"2018[^"]*"/g, () => `"timestamp":"${new Date(start + offsets[event++]).toISOString()}"`);
  const request = {kind: 'events', conversation, path: `/v1/conversations/${conversation}/events`};
  return {source: 'api', request, ms: 20, raw: {status: 200, headers: {}, body}};
}
