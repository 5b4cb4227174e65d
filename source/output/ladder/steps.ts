import {MARK} from '../../store/ladder-geometry.js';
import {hasReplyRow} from '../../store/ladder-pages.js';
import {clip, fit, type Safe, safe} from '../../text/printable.js';
import type {LadderStep} from '../../world/read/ladder.js';
import {span, stamp} from '../format.js';
import {lookOf, type Role} from '../roles.js';
import {putReply, putRequest, putUnheard, replyRow} from './application.js';
import {type Canvas, put} from './canvas.js';
import {type Drawing, lifelines} from './drawing.js';
import {putSignal} from './signal.js';
import {talkRow} from './talk.js';

/** How a step stands among the others: when the one before it was, its mark, and whether the filter found it. */
export type StepContext = {previous: number | undefined; mark: readonly [Role, Safe]; isFound: boolean};

/** All rows that one step takes: the talk before it, itself, the NCCO that it was answered with, and what was noted about it. */
export function stepRows(drawing: Drawing, step: LadderStep, {previous, mark, isFound}: StepContext): Canvas[] {
  const row = lifelines(drawing, step.at);
  const role = isFound ? 'found' : roleOf(step);
  put(row, 0, mark[1], mark[0]);
  times(drawing, row, step, previous);
  if (step.request) putRequest(drawing, row, step, step.request, role);
  if (step.signal) putSignal(drawing, row, step, step.signal, role);
  if (step.reply && !hasReplyRow(step)) putReply(drawing, row, step.reply);
  if (!step.request) putUnheard(drawing, row, step);
  return [
    ...(step.talk ? [talkRow(drawing, step.talk, span(step.talk.to - step.talk.from))] : []),
    row,
    ...(step.reply && hasReplyRow(step) ? [replyRow(drawing, step, step.reply)] : []),
    ...(step.comment === undefined ? [] : [noteRow(drawing, step.at, step.comment)]),
  ];
}

/** What a person noted about the step above, across the lifelines. */
function noteRow(drawing: Drawing, at: number, comment: string): Canvas {
  const {geometry, print} = drawing;
  const row = lifelines(drawing, at);
  const from = MARK + geometry.time + 1 + (geometry.delta > 0 ? geometry.delta + 1 : 0) + 1;
  put(row, from, clip(safe`“${print(comment, 500)}”`, geometry.width - from), 'info');
  return row;
}

function times({geometry, time, start}: Drawing, row: Canvas, step: LadderStep, previous: number | undefined): void {
  const full = stamp(time, step.at, start, previous).trim();
  const shown = geometry.time < 12 && full.includes(':') ? full.slice(0, 8) : full;
  put(row, MARK, fit(shown as Safe, geometry.time, {align: 'right'}), step.stamped ? 'plain' : 'dim');
  if (geometry.delta === 0) return;
  const other = stamp(time === 'start' ? 'previous' : 'start', step.at, start, previous).trim();
  put(row, MARK + geometry.time + 1, fit(other as Safe, geometry.delta, {align: 'right', ellipsis: safe``}), 'dim');
  if (step.outOfOrder) put(row, MARK + geometry.time + 1 + geometry.delta, safe`⇅`, 'warn');
}

/** How good the news of a step are. */
export function roleOf({status, problem, request}: LadderStep): Role {
  if (status) return lookOf(status).role;
  return problem ? 'bad' : request ? 'plain' : 'dim';
}
