import {suggest} from '../../text/suggest.js';
import {applicationScenarios} from './applications.js';
import {calleeScenarios} from './callees.js';
import type {Scenario} from './scenario.js';

const hourMs = 3_600_000;

/** What happens in a working day, in no particular order. */
const everyday = [
  'answered',
  'ivr',
  'busy',
  'answered',
  'unanswered',
  'talk',
  'record',
  'answered',
  'cancelled',
  'speech',
];

/** Several calls at a time. */
const crowds: Scenario[] = [
  {
    ...named('answered'),
    name: 'burst',
    summary: 'twenty calls within two seconds',
    seedIds: false,
    calls: {count: 20, everyMs: 100},
  },
  {
    name: 'day',
    summary: 'a working day: 48 calls of all kinds within eight hours',
    mix: Array.from({length: 48}, (_, index) => [
      everyday[index % everyday.length] ?? 'answered',
      (index * hourMs) / 6,
    ]),
  },
];

function named(name: string): Scenario {
  const found = [...calleeScenarios, ...applicationScenarios].find(scenario => scenario.name === name);
  if (!found) throw new Error(`There is no scenario "${name}".`);
  return found;
}

/** The scenarios by name; each is a call (or several) as data. */
export const scenarios: Scenario[] = [...calleeScenarios, ...applicationScenarios, ...crowds];

/** @throws when there is no scenario of that name; the message lists the names there are. */
export function findScenario(name: string): Scenario {
  const found = scenarios.find(scenario => scenario.name === name);
  if (found) return found;
  const names = scenarios.map(known => known.name);
  const meant = suggest(name, names);
  throw new Error(
    `There is no scenario "${name}".${meant ? ` Did you mean ${meant}?` : ''} Known are: ${names.join(', ')}.`,
  );
}

/** One call of a scenario, and the ms after the beginning at which it is placed. */
export type Placed = {scenario: Scenario; afterMs: number};

/** The calls that a scenario stands for. */
export function callsOf(scenario: Scenario, afterMs = 0): Placed[] {
  if (scenario.mix) return scenario.mix.flatMap(([name, ms]) => callsOf(findScenario(name), afterMs + ms));
  const {count, everyMs} = scenario.calls ?? {count: 1, everyMs: 0};
  if (count === 1) return [{scenario, afterMs}];
  return Array.from({length: count}, (_, index) => ({
    scenario: {...scenario, caller: {party: {type: 'phone', number: callerNumber(index)}, ...scenario.caller}},
    afterMs: afterMs + index * everyMs,
  }));
}

/** Numbers of Ofcom's range for drama, so that nobody owns them. */
function callerNumber(index: number): string {
  return `4477009${String(index).padStart(5, '0')}`;
}
