import {printable} from '../../text/printable.js';
import type {ExpectationResult, Judgement} from '../judge.js';
import {failureLines} from './text.js';

/** Characters of a text in a report for programs. */
const LONGEST = 1000;

/** One expectation as the test cases of other programs are. */
export type Case = {
  name: string;
  file: string;
  line: number;
  column: number;
  /** What was expected and seen, in a line, and all that there is to say of the first call that went otherwise; absent where it held. */
  failure?: {message: string; text: string; expected: string; seen: string};
};

/** The expectations of a flow, those that hold for programs that read test reports. All texts are printable. */
export function casesOf({flow, results}: Judgement): Case[] {
  return results.map(result => {
    const {title, position} = result.expectation;
    return {name: printable(title, 200), file: printable(flow.file, 500), ...position, ...failureOf(result)};
  });
}

function failureOf({failed, held, failures}: ExpectationResult): Pick<Case, 'failure'> {
  const [first] = failures;
  if (!first) return {};
  const {mismatch} = first;
  const [expected, seen] = [printable(mismatch.expected, LONGEST), printable(mismatch.seen, LONGEST)];
  const share = failed + held > 1 ? ` (${failed} of ${failed + held} calls)` : '';
  const note = mismatch.note === undefined ? '' : `; ${printable(mismatch.note, LONGEST)}`;
  const text = failureLines(first, (_, plain) => plain)
    .map(line => line.slice(INDENT))
    .join('\n');
  return {failure: {message: `expected ${expected}, seen ${seen}${note}${share}`, text, expected, seen}};
}

/** The lines of a failure are indented by so much. */
const INDENT = 6;
