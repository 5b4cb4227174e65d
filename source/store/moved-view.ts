import type {Moves} from '../world/event-log.js';
import type {ViewState} from './view-state.js';

/** What the person chose, after rows of the log were forgotten and the others moved together. */
export function movedView(view: ViewState, moves: Moves): ViewState {
  const {unfollowedAt, marked, bookmarks, cleared, typing, noting} = view;
  const place = (at: ViewState['event']): ViewState['event'] => {
    const item = at && moves(at.item);
    return at === undefined || item === undefined ? undefined : {...at, item};
  };
  /** How many rows are left of the first so many. */
  const before = (count: number): number => {
    let left = 0;
    for (let row = 0; row < count; row++) if (moves(row) !== undefined) left++;
    return left;
  };
  const still = (all: Iterable<number>): number[] => [...all].flatMap(row => moves(row) ?? []);
  // Where the chosen event is gone, the newest is followed.
  const event = place(view.event);
  const notedRow = noting && moves(noting.row);
  return {
    ...view,
    event,
    unfollowedAt: event && unfollowedAt !== undefined ? before(unfollowedAt + 1) - 1 : undefined,
    marked: still(marked),
    bookmarks: new Set(still(bookmarks)),
    cleared: cleared && {...cleared, rows: before(cleared.rows)},
    noting: noting && notedRow !== undefined ? {...noting, row: notedRow} : undefined,
    typing: typing && {...typing, before: {...typing.before, event: place(typing.before.event)}},
  };
}
