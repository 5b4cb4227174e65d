import {lowest} from '../../call/extremes.js';
import type {Geometry} from '../../store/ladder-geometry.js';
import {clip, type Safe, safe, widthOf} from '../../text/printable.js';
import type {LadderStep} from '../../world/read/ladder.js';
import {span} from '../format.js';
import type {Role} from '../roles.js';
import {agreementSigns} from './agreement.js';
import {arrow} from './arrow.js';
import {type Canvas, put} from './canvas.js';
import {type Drawing, isCaller, lifelines} from './drawing.js';
import {unheardText} from './unheard.js';

/** The webhook, from Vonage to the application: `─ POST ringing ▸`. */
export function putRequest(
  {geometry, print}: Drawing,
  row: Canvas,
  step: LadderStep,
  {method, name, deliveries}: NonNullable<LadderStep['request']>,
  role: Role,
) {
  const room = geometry.application - geometry.vonage - 1;
  const signs = safe`${deliveries > 1 ? safe` ×${deliveries}` : safe``}${agreementSigns(step)}`;
  const what = print(short(name), 60);
  const full = safe`${method === 'GET' ? safe`GET` : safe`POST`} ${what}`;
  const left = room - 1 - widthOf(signs);
  // Where the signs take the room, the word says more than the method.
  const text = signs !== '' && widthOf(full) > left ? what : full;
  put(row, geometry.vonage + 1, arrow(safe`${clip(text, left)}${signs}`, room, 'right'), role);
}

/** What the application answered to news that need no answer: behind its line, in a cell or two. */
export function putReply({geometry}: Drawing, row: Canvas, {status, ms}: NonNullable<LadderStep['reply']>): void {
  const text = geometry.arrows - geometry.application > 7 ? safe` ${status} ${span(ms)}` : safe` ${status}`;
  put(row, geometry.application + 1, text, status < 300 ? 'dim' : 'bad', 0, geometry.arrows);
}

/** Cells that the name of an event keeps, whatever stands behind it. */
const LEAST_NAME = 12;

/** What the application was not told; where a party's arrow crosses, there is no room to say so. */
export function putUnheard(drawing: Drawing, row: Canvas, step: LadderStep): void {
  const {geometry, print} = drawing;
  const {signal, text} = step;
  if (signal && !isCaller(drawing, signal.lane)) return;
  const room = (signal ? geometry.application : beforeParties(geometry)) - geometry.vonage - 1;
  const behind = unheardText(step, print);
  const name = clip(print(text, 60), Math.max(LEAST_NAME, room - 1 - widthOf(behind)));
  const said = signal
    ? safe`${step.apiOnly ? safe` API only` : safe``}${agreementSigns(step)}`
    : safe` ${name}${behind}`;
  put(row, geometry.vonage + 1, clip(said, room), 'dim');
}

export function replyRow(
  drawing: Drawing,
  step: LadderStep,
  {status, ms, ncco, byApplication}: NonNullable<LadderStep['reply']>,
): Canvas {
  const {geometry, print} = drawing;
  const row = lifelines(drawing, step.at);
  const role: Role = status < 300 ? 'good' : 'bad';
  const text = ncco ? safe`${status} NCCO[${ncco.count}]` : safe`${status}`;
  put(row, geometry.vonage + 1, arrow(text, geometry.application - geometry.vonage - 1, 'left'), role);
  const about = ncco?.actions.map(action => print(action.text, 60)).join(' · ') ?? '';
  const by = byApplication ? safe`app ` : safe``;
  const room = beforeParties(geometry) - geometry.application - 1;
  put(row, geometry.application + 1, clip(safe` ${by}${span(ms)} ${about as Safe}`, room), 'dim');
  return row;
}

/** Where the first party behind the application has its line, or the edge. */
function beforeParties({lines, application, width}: Geometry): number {
  return Math.min(width, lowest([...lines.values()].filter(x => x > application)));
}

/** The name of a webhook without the family that it is of. */
export function short(type: string): string {
  return type.replace(/^(audio|member|leg|rtc|sip|conversation):/, '');
}
