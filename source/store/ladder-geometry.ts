import type {Lane} from '../world/read/ladder.js';

/** Where things stand in a row of the ladder: cells from the left, 0 being the selection's mark. */
export type Geometry = {
  width: number;
  /** Cells of the time column and of the column of seconds; 0 where there is no room for it. */
  time: number;
  delta: number;
  /** Lifelines: lane → cell, for those that can be seen. */
  lines: ReadonlyMap<number, number>;
  vonage: number;
  application: number;
  /** Behind the application's lifeline: its replies, then the arrows of the parties. */
  arrows: number;
  /** Parties that are scrolled away to the left and to the right. */
  before: number;
  after: number;
};

/** Cells between two lifelines: the least in which a status can be read, and the most that makes it easier. */
const sizes = {caller: [11, 18], application: [15, 22], reply: [9, 9], party: [10, 28]} as const;
const narrowSizes = {caller: [10, 16], application: [13, 19], reply: [5, 5], party: [10, 20]} as const;

/** Cells in front of the time: the mark, and one that keeps it apart. */
export const MARK = 2;

/** Below this many cells the seconds are left out, and replies are statuses without times. */
const NARROW = 72;
/** From this many cells on the time has milliseconds. */
const WIDE = 100;

/**
 * Shares out a row: the caller, Vonage and the application always stand; the parties behind them are as many as fit, from the
 * `scrolled`th on.
 */
export function geometryOf(lanes: readonly Lane[], width: number, scrolled: number): Geometry {
  const {caller, application, reply, party} = width < NARROW ? narrowSizes : sizes;
  const time = width < WIDE ? 8 : 12;
  const delta = width < NARROW ? 0 : 8;
  const left = MARK + time + 1 + (delta > 0 ? delta + 1 : 0);
  const vonage = lanes.findIndex(lane => lane.kind === 'vonage');
  const others = lanes.length - vonage - 2;
  const hasCaller = vonage > 0;
  const fixed = left + (hasCaller ? 1 + caller[0] : 0) + 1 + application[0] + 1 + reply[0];
  const shown = Math.max(0, Math.min(others, Math.floor((width - fixed) / party[0])));
  let spare = Math.max(0, width - fixed - shown * party[0]);
  const grow = (now: number, most: number, count = 1) => {
    const more = Math.min(most - now, Math.floor(spare / Math.max(1, count)));
    spare -= more * count;
    return now + more;
  };
  const callersNumber = hasCaller ? grow(caller[0], 12) : 0;
  const enough = grow(party[0], 16, shown);
  const applicationGap = grow(application[0], application[1]);
  const callerGap = hasCaller ? grow(callersNumber, caller[1]) : 0;
  const partyGap = grow(enough, party[1], shown);

  // The last party may stand alone: so each press of the key moves something.
  const start = shown >= others ? 0 : Math.max(0, Math.min(scrolled, others - 1));
  const seen = Math.min(shown, others - start);
  const vonageAt = left + (hasCaller ? 1 + callerGap : 0);
  const applicationAt = vonageAt + 1 + applicationGap;
  const arrows = applicationAt + 1 + reply[0];
  const lines = new Map<number, number>();
  if (hasCaller) lines.set(0, left);
  lines.set(vonage, vonageAt);
  lines.set(vonage + 1, applicationAt);
  for (let i = 0; i < seen; i++) lines.set(vonage + 2 + start + i, arrows + (i + 1) * partyGap - 1);
  return {
    width,
    time,
    delta,
    lines,
    vonage: vonageAt,
    application: applicationAt,
    arrows,
    before: start,
    after: others - seen - start,
  };
}
