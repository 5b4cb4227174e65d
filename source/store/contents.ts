import {comparedReplies} from './compared-replies.js';
import {diffedRows} from './detail/diff-rows.js';
import {detailRows, payloadsOf} from './detail/rows.js';
import {turnLadder} from './ladder-pages.js';
import {coveringInside, type Frame, type Inside, isStacked, type Layout, layoutOf} from './layout.js';
import type {Model} from './model.js';
import {
  callAt,
  chooseId,
  moveInCalls,
  moveInDetail,
  moveInStream,
  readRow,
  type Step,
  scrollBy,
  stayed,
  target,
} from './moves.js';
import type {PaneId} from './panes.js';
import {chosenLegs, chosenMembers, chosenRow, failingHealth, nccoReplySeq, openProblems, streamOf} from './select.js';
import {sessionFacts} from './session-facts.js';
import {shownCalls} from './typing/found.js';
import type {ViewState} from './view-state.js';
import {
  callsWindow,
  eventsWindow,
  factRows,
  healthRows,
  nccoLane,
  nccoRowCount,
  problemRows,
  rowsPerCall,
  takingPart,
  takingPartRows,
} from './windows.js';

/** What the store knows of what a pane holds. `inside` is the room between its borders. */
type Contents = {
  /** The rows that it would fill, as far as they can be told without drawing them: rather too few than too many. */
  wish: (model: Model, width: number) => number;
  /** The rows of one of its items, where that is not one. */
  step?: (width: number) => number;
  /** Without it, a text is scrolled by `view.scroll`. */
  move?: (model: Model, step: Step, inside: Inside) => ViewState;
  /** What a click on a row of the inside chooses; nothing on its border. */
  point?: (model: Model, row: number, inside: Inside) => ViewState | undefined;
  /** The observations that must be read back to draw it. */
  payloads?: (model: Model) => readonly (number | undefined)[];
};

export const contents: Readonly<Record<PaneId, Contents>> = {
  calls: {
    wish: (model, width) => shownCalls(model).length * rowsPerCall(width),
    step: rowsPerCall,
    move: moveInCalls,
    point(model, row, inside) {
      const {calls, start, perCall, shown, top} = callsWindow(model, inside);
      const anchor = Math.floor((row - top) / perCall);
      const call = anchor >= 0 && anchor < shown ? calls[start + anchor] : undefined;
      return call && callAt(model.view, {item: call.id, anchor});
    },
  },
  legs: {
    wish: model =>
      isStacked(model.view) ? everybody(model) : chosenLegs(model).length + 1 + Math.min(1, nccoLane(model).length),
    move(model, step, inside) {
      const ids = chosenLegs(model).map(({id}) => id);
      const {legs} = takingPartRows(model, takingPart(model.view, 'legs'), inside.height);
      return {...stayed(model), leg: chooseId(ids, model.view.leg, step, legs)};
    },
  },
  members: {
    wish(model) {
      const count = chosenMembers(model).length;
      return isStacked(model.view) ? everybody(model) : count && count + 1;
    },
    move(model, step, inside) {
      const ids = chosenMembers(model).map(({id}) => id);
      const {members} = takingPartRows(model, takingPart(model.view, 'members'), inside.height);
      return {...stayed(model), member: chooseId(ids, model.view.member, step, members)};
    },
  },
  events: {
    wish: model => (model.view.eventsAs === 'list' ? 1 : 0) + streamOf(model).length,
    move(model, step, inside) {
      const {eventsAs} = model.view;
      if (eventsAs === 'json' || eventsAs === 'media') return scrollBy(model, step, inside.height);
      if (eventsAs === 'ladder' && 'pages' in step) return turnLadder(model, step.pages, inside);
      return moveInStream(model, step, inside);
    },
    point(model, row, inside) {
      if (model.view.eventsAs !== 'list') return undefined;
      const {rows, start, top} = eventsWindow(model, inside);
      const event = row < top ? undefined : rows[start + row - top];
      return event === undefined ? undefined : readRow(model, event, row - top);
    },
  },
  session: {wish: (model, width) => rowCount(sessionFacts(model), fact => factRows(fact, width))},
  problems: {
    wish: (model, width) =>
      rowCount(failingHealth(model), health => healthRows(health, width)) +
      rowCount(openProblems(model), problem => Object.values(problemRows(model, problem, width)).flat()),
    move(model, step, inside) {
      const {view} = model;
      const open = openProblems(model);
      return {...view, problem: target(step, view.problem, open.length, problemsOnPage(model, inside))};
    },
  },
  detail: {
    wish: model => detailRows(model).length,
    move: (model, step, {height}) => moveInDetail(model, step, height),
    payloads(model) {
      const compared = model.view.detail.tab === 'diff' ? (diffedRows(model) ?? []) : [];
      const row = chosenRow(model);
      return row === undefined ? [] : [row, ...compared].flatMap(each => payloadsOf(model, each));
    },
  },
  ncco: {
    wish: (model, width) => nccoRowCount(model, width),
    payloads: model => [nccoReplySeq(model)],
  },
};

function rowCount<T>(items: readonly T[], rowsOf: (item: T) => readonly unknown[]): number {
  return items.reduce((sum, item) => sum + rowsOf(item).length, 0);
}

/** Legs and members in one pane: the NCCO's lane stands beside two members, or has a row of its own. */
function everybody(model: Model): number {
  const [legs, members] = [chosenLegs(model).length, chosenMembers(model).length];
  return legs + members + (members < 2 ? Math.min(1, nccoLane(model).length) : 0);
}

/** How many problems can be seen whole, from the chosen one on. */
function problemsOnPage(model: Model, {width, height}: Inside): number {
  const open = openProblems(model);
  let [count, rows] = [0, 0];
  for (const problem of open.slice(Math.min(model.view.problem, open.length - 1))) {
    const {text, advice} = problemRows(model, problem, width);
    rows += text.length + advice.length;
    if (rows > height) break;
    count++;
  }
  return count;
}

/** The observations that must be read back for the panes on the screen. */
export function wantedPayloads(model: Model): number[] {
  return panesOf(model)
    .flatMap(({frames}) => frames.flatMap(({pane}) => contents[pane].payloads?.(model) ?? []))
    .filter(seq => seq !== undefined)
    .concat(model.view.overlay === 'comparison' ? comparedReplies(model) : []);
}

const layouts = new WeakMap<Model, Layout>();

/** The panes on the screen, as large as what they hold asks for. */
export function panesOf(model: Model): Layout {
  const known = layouts.get(model);
  if (known) return known;
  const layout = layoutOf(model.view, (pane, width) => ({
    rows: contents[pane].wish(model, width),
    step: contents[pane].step?.(width),
  }));
  layouts.set(model, layout);
  return layout;
}

/** The inside of a frame, without its border. */
export function insideOf({width, height}: Pick<Frame, 'width' | 'height'>): Inside {
  return {width: width - 2, height: Math.max(0, height - 2)};
}

/** The inside of a pane; of all panes together, where it is not on the screen. */
export function roomOf(model: Model, pane: PaneId): Inside {
  const frame = panesOf(model)
    .flatMap(({frames}) => frames)
    .find(each => each.pane === pane);
  return frame ? insideOf(frame) : coveringInside(model.view);
}
