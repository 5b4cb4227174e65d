import type {Call} from '../../world/read/calls.js';
import {isOfCall, isSerious, saidOf} from '../../world/read/problems.js';
import {type Sequence, sequenceText} from '../file/sequence.js';
import type {Mismatch} from '../flow.js';

/** Whether the errors and warnings of a call are those that are expected, in any order and number. */
export function otherProblems(due: Sequence, call: Call): Mismatch | undefined {
  const problems = call.problems().filter(each => isSerious(each) && isOfCall(each));
  const matches = (code: string) => due.some(step => step === 'gap' || step.matches(code));
  const codes = [...new Set(problems.map(({code}) => code))];
  const expected = sequenceText(due).replaceAll(' → ', ', ');
  const seen = codes.join(', ') || 'none';
  const extra = problems.find(({code}) => !matches(code));
  if (extra) {
    const from = codes.slice(0, codes.indexOf(extra.code)).join(', ').length;
    const mark = {from: from === 0 ? 0 : from + 2, length: extra.code.length};
    const leg = extra.leg === undefined ? undefined : call.world.legs.get(extra.leg);
    return {expected, seen, mark, leg, row: extra.row, note: saidOf(extra)};
  }
  const missing = due.find(step => step !== 'gap' && !step.isOptional && !codes.some(step.matches));
  return missing === undefined || missing === 'gap'
    ? undefined
    : {expected, seen, note: `${missing.words.join(' or ')} is missing`};
}
