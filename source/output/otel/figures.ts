import type {Measure} from '../../call/measures.js';
import type {CallFigures} from '../../world/read/stats.js';

/** A metric: its name and unit, what it is, and the upper bounds of a histogram's buckets. */
export type Metric = {name: string; unit: string; help: string; bounds: readonly number[]};

/** From the first sound of a line to nobody answering, and from a quick word to a long talk; s. */
const SETTING_UP = [0.25, 0.5, 1, 2, 3, 5, 8, 12, 20, 30, 45, 60];
const TALKING = [1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];
/** Vonage waits five seconds for an answer. */
const ANSWERING = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 2, 3, 5, 10, 15];
const TURNING = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 5, 10];

/** What is measured of calls, as histograms of seconds. */
export const histograms: Readonly<Record<Measure, Metric>> = {
  postDial: seconds('vonage.leg.post_dial_delay', 'From dialling to ringing, of outbound legs', SETTING_UP),
  ring: seconds('vonage.leg.ring_time', 'From ringing to the answer, or to the end without one', SETTING_UP),
  talk: seconds('vonage.call.talk_time', 'From the first answer of a call to its end', TALKING),
  answer: seconds('vonage.application.answer_time', 'What answers to answer webhooks took', ANSWERING),
  webhook: seconds('vonage.webhook.delay', 'From Vonage’s stamp on a webhook to its arrival', ANSWERING),
  turn: seconds('vonage.agent.turn_time', 'From the caller’s last word to the agent being heard', TURNING),
};

/** How many calls ended, and how (`vonage.call.status`); `vonage.call.ok` is false where an error or warning was found. */
export const calls = {name: 'vonage.calls', unit: '{call}', help: 'Calls that are over'} as const;

function seconds(name: string, help: string, bounds: readonly number[]): Metric {
  return {name, unit: 's', help, bounds};
}

/** A value that a call adds to a metric. */
export type Point = {metric: Measure | 'calls'; value: number; attributes: Readonly<Record<string, string | boolean>>};

/** What a call that is over adds to the metrics. */
export function pointsOf({values, direction, outcome, isOk}: CallFigures, applicationId: string | undefined): Point[] {
  const attributes = {
    ...(applicationId !== undefined && {'vonage.application.id': applicationId}),
    'vonage.call.direction': direction ?? 'unknown',
  };
  const measured = (Object.keys(histograms) as Measure[]).flatMap(metric =>
    values[metric].map((ms): Point => ({metric, value: ms / 1000, attributes})),
  );
  const ended = {...attributes, 'vonage.call.status': outcome, 'vonage.call.ok': isOk};
  return [{metric: 'calls', value: 1, attributes: ended}, ...measured];
}
