import {geometryOf} from '../store/ladder-geometry.js';
import {ascii, printable, type Safe, safe} from '../text/printable.js';
import {type Ladder, type Lane, ladderOf} from '../world/read/ladder.js';
import type {Conversation, World} from '../world/world.js';
import type {Canvas} from './ladder/canvas.js';
import type {Drawing} from './ladder/drawing.js';
import {headRows} from './ladder/head.js';
import {stateWord} from './ladder/states.js';
import {stepRows} from './ladder/steps.js';
import {liveTalkRows} from './ladder/talk.js';
import {maskValue} from './mask.js';

/** From here on times have milliseconds. */
const NARROWEST = 100;
/** Cells of all that is not a party's behind the application, and of such a party: enough for a phone number. */
const FIXED = 78;
const PARTY = 18;
/** No editor shows more side by side. Parties for whom there is no room are named on the arrows that leave on the right. */
const WIDEST = 400;

/** In ASCII only; with the middle of phone numbers hidden. */
type LadderLook = {ascii?: boolean; mask?: boolean};

/** Rows of a call's stream as a ladder in plain text, times in UTC: as wide as its parties need, without spaces at ends of lines. */
export function ladderText(world: World, call: Conversation, rows: readonly number[], how: LadderLook = {}): string {
  const known = ladderOf(world, call, rows);
  const ladder = how.mask ? maskValue(known) : known;
  const geometry = geometryOf(ladder.lanes, widthFor(ladder.lanes), 0);
  const drawing: Drawing = {
    print: printable,
    lanes: ladder.lanes,
    geometry,
    time: 'utc',
    start: world.log.at[call.rows[0] ?? 0] ?? 0,
  };
  const drawn = [
    ...headRows(drawing, leg => stateWord(world, call, leg, world.now)),
    ...drawSteps(drawing, ladder),
    ...liveTalkRows(call, world.now, drawing, ladder),
  ];
  const hidden = geometry.after > 0 ? [safe``, hiddenNote(geometry.after)] : [];
  const lines = [...drawn.map(textOf), ...hidden].map(line => (how.ascii ? ascii(line) : line).trimEnd());
  return `${lines.join('\n')}\n`;
}

function widthFor(lanes: readonly Lane[]): number {
  const parties = lanes.length - lanes.findIndex(({kind}) => kind === 'application') - 1;
  return Math.max(NARROWEST, Math.min(WIDEST, FIXED + parties * PARTY));
}

function drawSteps(drawing: Drawing, {steps}: Ladder): Canvas[] {
  return steps.flatMap((step, i) =>
    stepRows(drawing, step, {
      previous: steps[i - 1]?.at,
      mark: step.problem ? ['bad', safe`!`] : ['plain', safe` `],
      isFound: false,
    }),
  );
}

/** All that a canvas holds is safe already. */
function textOf({cells}: Canvas): Safe {
  return cells.join('') as Safe;
}

function hiddenNote(count: number): Safe {
  return safe`${count} more ${count === 1 ? safe`party has` : safe`parties have`} no lane: their arrows end at the right, with the leg they are of.`;
}
