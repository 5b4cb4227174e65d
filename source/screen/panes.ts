import type {PaneId} from '../store/view-state.js';
import type {DrawnPane} from './pane-view.js';
import {callsPane} from './panes/calls.js';
import {detailPane} from './panes/detail.js';
import {nccoPane} from './panes/ncco.js';
import {problemsPane} from './panes/problems.js';
import {sessionPane} from './panes/session.js';
import {streamPane} from './panes/stream.js';
import {legsPane, membersPane} from './panes/taking-part.js';

export const panes: Readonly<Record<PaneId, DrawnPane>> = {
  calls: callsPane,
  legs: legsPane,
  events: streamPane,
  members: membersPane,
  session: sessionPane,
  problems: problemsPane,
  detail: detailPane,
  ncco: nccoPane,
};
