import {callsOf} from '../store/call-order.js';
import type {Model} from '../store/model.js';
import {chosenLegs, chosenMembers} from '../store/select.js';
import type {Wishes} from './layout.js';
import {nccoLane} from './panes/legs.js';
import {sessionRows} from './panes/session.js';

/** How many rows each pane would fill. */
export function wishesOf(model: Model): Wishes {
  const legs = chosenLegs(model).length;
  const members = chosenMembers(model).length;
  const ncco = Math.min(1, nccoLane(model).length);
  const stacked = model.view.columns < 100;
  // The lane stands beside two members, or has a row of its own.
  const together = legs + members + (members < 2 ? ncco : 0);
  return {
    calls: callsOf(model.world).length,
    // Alone, a table has a row of titles.
    legs: stacked ? together : legs + 1 + ncco,
    members: stacked ? together : members + 1,
    events: 1000,
    session: sessionRows(model).length,
    problems: 8,
    detail: 1000,
    ncco: 8,
  };
}
