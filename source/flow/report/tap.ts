import type {Judgement} from '../judge.js';
import {type Case, casesOf} from './case.js';

/** What became of flows as TAP, version 14: a test point an expectation. */
export function tap(judgements: readonly Judgement[]): string {
  const cases = judgements.flatMap(judgement => casesOf(judgement).map(each => ({...each, flow: judgement.flow.name})));
  const points = cases.map((each, i) => pointOf(each, i + 1));
  return `TAP version 14\n1..${cases.length}\n${points.join('')}`;
}

function pointOf({name, file, line, column, failure}: Case, number: number): string {
  // A # would begin a directive.
  const point = `${number} - ${`${file}: ${name}`.replaceAll(/[\\#]/g, '\\$&')}\n`;
  if (!failure) return `ok ${point}`;
  const text = failure.text.split('\n').map(row => `    ${row}\n`);
  const said = {
    message: failure.message,
    expected: failure.expected,
    actual: failure.seen,
    at: `${file}:${line}:${column}`,
  };
  const rows = Object.entries(said).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`);
  return `not ok ${point}  ---\n${rows.join('')}  details: |\n${text.join('')}  ...\n`;
}
