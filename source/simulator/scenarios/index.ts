import {seedCall} from '../seed-call.js';
import type {Scenario} from './scenario.js';

const connectToBob = [{action: 'connect', endpoint: [{type: 'phone', number: seedCall.bob}]}];

/** The scenarios by name; each is a call (or several) as data. */
export const scenarios: Scenario[] = [
  {
    name: 'answered',
    summary: 'Alice calls, the application connects her to Bob, they talk, Bob hangs up',
    seedIds: true,
    ncco: connectToBob,
  },
];

/** @returns undefined when there is no scenario of that name. */
export function findScenario(name: string): Scenario | undefined {
  return scenarios.find(scenario => scenario.name === name);
}
