import {namelessSocket, socketsOf} from '../world/read/sockets.js';
import type {Socket} from '../world/socket.js';
import type {Model} from './model.js';
import {chosenCall, chosenRow, legOfChosenRow} from './select.js';

/** The WebSocket that the media view shows, and which of those of the call it is: that of the chosen leg, or of the chosen event; else the newest. */
export function chosenSocket(model: Model): {socket?: Socket; place: number; count: number} {
  const call = chosenCall(model);
  const sockets = call ? socketsOf(model.world, call) : [];
  const {leg = model.view.event && legOfChosenRow(model)} = model.view;
  const row = model.view.leg === undefined && model.view.event ? chosenRow(model) : undefined;
  const chosen =
    (call && row !== undefined && namelessSocket(model.world, call, row)) ||
    (leg === undefined ? undefined : sockets.findLast(each => each.leg === leg));
  const socket = chosen ?? sockets.at(-1);
  return {socket, place: socket ? sockets.indexOf(socket) + 1 : 0, count: sockets.length};
}

/** Whether the leg that is chosen in the pane of legs is a WebSocket that passed here. */
export function isSocketChosen(model: Model): boolean {
  const {focus, leg} = model.view;
  const call = chosenCall(model);
  return focus === 'legs' && call !== undefined && socketsOf(model.world, call).some(each => each.leg === leg);
}
