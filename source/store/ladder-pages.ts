import {goesOnTalking, isAnswer, type LadderStep, ladderOf} from '../world/read/ladder.js';
import {ladderWindow} from './ladder-window.js';
import type {Inside} from './layout.js';
import type {Model} from './model.js';
import {readRow} from './moves.js';
import type {ViewState} from './view-state.js';

/** Whether what was answered has a row of its own below what was asked. */
export function hasReplyRow(step: LadderStep): boolean {
  return step.reply !== undefined && (step.reply.ncco !== undefined || isAnswer(step));
}

/** The rows of the screen that an event takes: the talk before it, itself, its answer, and what was noted about it. */
function rowsOfStep(step: LadderStep): number {
  return 1 + (step.talk ? 1 : 0) + (hasReplyRow(step) ? 1 : 0) + (step.comment === undefined ? 0 : 1);
}

/** How many of these events are seen whole in a room of so many rows. */
function fitting(steps: readonly LadderStep[], room: number): number {
  let rows = 0;
  const over = steps.findIndex(step => {
    rows += rowsOfStep(step);
    return rows > room;
  });
  return over < 0 ? steps.length : over;
}

/** The first event that is seen whole, counted from the start of the window: what is chosen is seen whole, and so is the end. */
function firstWhole({call, ladder, rows, at, start, height}: Seen, {view, now}: Model): number {
  const isAtEnd = start + ladder.steps.length === rows.length;
  const below = !view.event && isAtEnd && goesOnTalking(call, ladder, now) ? 1 : 0;
  const upTo = ladder.steps.slice(0, view.event ? at - start + 1 : undefined);
  return upTo.length - Math.max(1, fitting(upTo.toReversed(), height - below));
}

type Seen = NonNullable<ReturnType<typeof ladderWindow>>;

/** Turns so many pages of the ladder: of events that take several rows, fewer are a page than there are rows. */
export function turnLadder(model: Model, pages: number, inside: Inside): ViewState {
  const window = ladderWindow(model, inside);
  if (!window) return model.view;
  const {call, rows, at, start, height} = window;
  const after = (from: number) => fitting(ladderOf(model.world, call, rows, from, from + height).steps, height);
  const before = (to: number) =>
    fitting(ladderOf(model.world, call, rows, Math.max(0, to - height), to).steps.toReversed(), height);
  const first = start + firstWhole(window, model);
  const page = Math.max(1, pages < 0 ? before(first) : after(first));
  const next = Math.max(0, Math.min(first + Math.trunc(pages * page), rows.length - before(rows.length)));
  const chosen = pages < 0 ? next + at - first : Math.max(at + Math.trunc(pages * page), next);
  if (pages > 0 && chosen >= rows.length - 1) return {...model.view, event: undefined, scroll: 0};
  const anchor = Math.max(0, Math.min(chosen - next, after(next) - 1));
  const row = rows[next + anchor];
  return row === undefined ? model.view : readRow(model, row, anchor);
}
