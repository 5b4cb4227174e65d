import {MARK} from '../../store/ladder-geometry.js';
import {clip, fit, type Safe, safe, widthOf} from '../../text/printable.js';
import type {Role} from '../roles.js';
import {type Canvas, canvas, put} from './canvas.js';
import {type Drawing, lineBefore} from './drawing.js';

/** The two rows above the ladder: who each lane is, and how its leg does. */
export function headRows({lanes, geometry, print}: Drawing, stateOf: (leg: string) => readonly [Role, Safe]): Canvas[] {
  const names = canvas(geometry.width);
  const states = canvas(geometry.width);
  const {time, delta, vonage, lines} = geometry;
  put(names, MARK, fit(safe`time`, time, {align: 'right'}), 'dim');
  if (delta > 0) put(names, MARK + time + 1, fit(safe`s`, delta, {align: 'right'}), 'dim');
  lanes.forEach((lane, i) => {
    const at = lines.get(i);
    if (at === undefined) return;
    if (lane.kind !== 'party') {
      const name = lane.kind === 'vonage' ? safe`Vonage` : safe`your app`;
      put(names, at, name, 'strong');
      put(states, at, safe`│`, 'border');
      return;
    }
    const isCaller = at < vonage;
    const room = isCaller ? vonage - at - 1 : at - lineBefore(geometry, at) - 1;
    const name = tail(print(lane.name, 80), room);
    put(names, isCaller ? at : at - widthOf(name) + 1, name, 'strong');
    const [role, state] = stateOf(lane.leg);
    const full = safe`${print(lane.label)} ${state}`;
    const about = widthOf(full) > room ? clip(full, widthOf(print(lane.label)) + 2, safe``) : full;
    put(states, isCaller ? at : at - widthOf(about) + 1, about, role);
  });
  return [names, states];
}

/** Numbers differ at their end: that is what stays when there is no room for all of one. */
function tail(text: Safe, room: number): Safe {
  const characters = [...text];
  if (widthOf(text) <= room) return text;
  while (characters.length > 0 && widthOf(characters.join('')) > room - 1) characters.shift();
  return safe`…${characters.join('') as Safe}`;
}
