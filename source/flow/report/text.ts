import type {Paint} from '../../output/text-line.js';
import {counted} from '../../text/counted.js';
import {printable} from '../../text/printable.js';
import {clock, offset} from '../../text/time.js';
import type {ExpectationResult, FailedCall, Judgement} from '../judge.js';

/** Characters of something seen that are printed, and of a name. */
const LONGEST = 1000;
const LONGEST_NAME = 200;

const INDENT = '      ';

/** What became of flows, for people: what failed with what was expected, what was seen and where; what held in a line a flow. */
export function flowReport(judgements: readonly Judgement[], paint: Paint): string {
  const lines = judgements.flatMap(each => linesOf(each, paint));
  return `${[...lines, totalOf(judgements, paint)].join('\n')}\n`;
}

function linesOf({flow, calls, results, ok}: Judgement, paint: Paint): string[] {
  const name = `${printable(flow.file, LONGEST_NAME)}  ${printable(flow.name, LONGEST_NAME)}`;
  const held = results.filter(({failed}) => failed === 0).length;
  const size = `${counted(results.length, 'expectation')}, ${counted(calls, 'call')}`;
  if (ok) return [`${paint('good', '✓ PASS')} ${name} ${paint('quiet', `(${size})`)}`];
  let told: string | undefined;
  const failed = results
    .filter(result => result.failed > 0)
    .flatMap(result => {
      const id = result.failures[0]?.scene.call?.id;
      const lines = failedLines(flow.file, result, paint, id !== told);
      told = id ?? told;
      return ['', ...lines];
    });
  const rest =
    held > 0
      ? ['', `  ${paint('good', '✓')} ${counted(held, 'other expectation')} ${held === 1 ? 'holds' : 'hold'}`]
      : [];
  return [`${paint('bad', '✗ FAIL')} ${name} ${paint('quiet', `(${size})`)}`, ...failed, ...rest, ''];
}

function failedLines(
  file: string,
  {expectation, held, failed, failures}: ExpectationResult,
  paint: Paint,
  isNewCall: boolean,
): string[] {
  const {title, position} = expectation;
  const where = paint('quiet', `${printable(file, LONGEST_NAME)}:${position.line}:${position.column}`);
  const [first, ...others] = failures;
  const ids = others.map(({scene}) => printable(scene.call?.id, 60)).join(', ');
  const left = failed - failures.length;
  const more = others.length > 0 ? [`${INDENT}also in  ${ids}${left > 0 ? `, and ${left} more` : ''}`] : [];
  const share = failed + held > 1 ? paint('quiet', ` in ${failed} of ${counted(failed + held, 'call')}`) : '';
  return [
    `  ${paint('bad', '✗')} ${printable(title, LONGEST_NAME)}${share}  ${where}`,
    ...(first ? failureLines(first, paint, isNewCall) : []),
    ...more,
  ];
}

/** Expected, seen, which call (where it was not told before), where in it, and the three events around that. */
export function failureLines({mismatch, scene}: FailedCall, paint: Paint, isNewCall = true): string[] {
  const {expected, seen, mark, note} = mismatch;
  const shown = printable(seen, LONGEST);
  const isMarked = mark && mark.from + mark.length <= shown.length;
  const carets = isMarked
    ? `${INDENT}${' '.repeat(10 + mark.from)}${paint('bad', '^'.repeat(Math.max(1, mark.length)))}`
    : undefined;
  const said = note === undefined ? undefined : paint('bad', printable(note, LONGEST));
  const {call, leg, afterMs} = scene;
  const parties = call?.from || call?.to ? `${printable(call.from ?? '?', 60)} → ${printable(call.to ?? '?', 60)}` : '';
  const began = call?.at === undefined ? '' : ` at ${clock(call.at)}`;
  const place = [leg && printable(leg, 100), afterMs === undefined ? '' : `${offset(afterMs)} s into the call`];
  return [
    `${INDENT}expected  ${paint('good', printable(expected, LONGEST))}`,
    `${INDENT}seen      ${shown}`,
    ...(carets === undefined ? [] : [said === undefined ? carets : `${carets} ${said}`]),
    ...(carets === undefined && said !== undefined ? [`${INDENT}          ${said}`] : []),
    ...(call && isNewCall ? [`${INDENT}call      ${printable(call.id, 60)}  ${parties}${began}`] : []),
    ...(place.some(Boolean) ? [`${INDENT}where     ${place.filter(Boolean).join(', ')}`] : []),
    ...scene.around.map(({line, isHere}) => `${INDENT}${isHere ? paint('bad', '>') : ' '} ${paint('quiet', line)}`),
  ];
}

function totalOf(judgements: readonly Judgement[], paint: Paint): string {
  const flows = judgements.filter(({ok}) => !ok).length;
  const results = judgements.flatMap(each => each.results);
  const failed = results.filter(each => each.failed > 0).length;
  const passed = `${counted(judgements.length - flows, 'flow')} passed`;
  const held = `${counted(results.length - failed, 'expectation')} held`;
  if (flows === 0) return `${paint('good', passed)}: ${held}.`;
  return `${paint('bad', `${counted(flows, 'flow')} failed`)}, ${passed}: ${counted(failed, 'expectation')} failed, ${held}.`;
}
