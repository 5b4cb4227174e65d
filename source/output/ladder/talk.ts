import {highest, lowest} from '../../call/extremes.js';
import {type Safe, safe, widthOf} from '../../text/printable.js';
import {goesOnTalking, type Ladder, type Talk} from '../../world/read/ladder.js';
import type {Conversation} from '../../world/world.js';
import {running} from '../format.js';
import {type Canvas, put} from './canvas.js';
import {type Drawing, lifelines} from './drawing.js';

/** A stretch of talk: `═══ talking 5m00s ═══` between all who talked. */
export function talkRow(drawing: Drawing, {lanes, from}: Talk, length: Safe): Canvas {
  const {geometry} = drawing;
  const row = lifelines(drawing, from);
  const edges = lanes.map(lane => geometry.lines.get(lane) ?? geometry.width - 1);
  const first = Math.min(geometry.vonage, lowest(edges));
  const last = Math.max(geometry.vonage, highest(edges));
  for (let x = first; x <= last; x++) put(row, x, safe`═`, 'live');
  for (const x of [geometry.vonage, ...edges]) put(row, x, safe`╪`, 'live');
  const isCallerAlone = last === geometry.vonage && last - first < 20;
  const text = isCallerAlone ? safe` talk ${length} ` : safe` talking ${length} `;
  const middle =
    first < geometry.vonage && last === geometry.vonage
      ? (first + last) / 2
      : (geometry.vonage + Math.min(last, geometry.application)) / 2;
  put(row, Math.max(first + 1, Math.round(middle - widthOf(text) / 2)), text, 'live', first + 1, last);
  return row;
}

/** The talk that goes on behind the last event of a ladder, as long as it is at `now`, ms since the epoch. */
export function liveTalkRows(call: Conversation, now: number, drawing: Drawing, ladder: Ladder): Canvas[] {
  const talk = goesOnTalking(call, ladder, now);
  return talk ? [talkRow(drawing, talk, running(talk.to - talk.from))] : [];
}
