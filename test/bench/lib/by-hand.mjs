// The same screen without React and Ink: rows put side by side as text, and those that changed written whole. What a frame
// costs at the least, with our own lines in it.

import {hintBar} from '../../../source/screen/hints.ts';
import {line} from '../../../source/screen/line.ts';
import {callsPane} from '../../../source/screen/panes/calls.ts';
import {detailPane} from '../../../source/screen/panes/detail.ts';
import {legsTable, nccoRow} from '../../../source/screen/panes/legs.ts';
import {membersTable} from '../../../source/screen/panes/members.ts';
import {nccoPane} from '../../../source/screen/panes/ncco.ts';
import {problemsPane} from '../../../source/screen/panes/problems.ts';
import {sessionPane} from '../../../source/screen/panes/session.ts';
import {streamPane} from '../../../source/screen/panes/stream.ts';
import {eventBar, statusBar, verdictBar} from '../../../source/screen/status-bars.ts';
import {panesOf} from '../../../source/store/contents.ts';
import {bodyHeight} from '../../../source/store/layout.ts';
import {fit} from '../../../source/text/printable.ts';

const panes = {
  calls: callsPane,
  events: streamPane,
  session: sessionPane,
  problems: problemsPane,
  detail: detailPane,
  ncco: nccoPane,
  // On a narrow screen the members stand below the legs, elsewhere the NCCO's lane does.
  legs(model, _, {width}) {
    const below = model.view.columns < 100 ? membersTable(model, width) : nccoRow(model, width);
    return {title: ['Legs'], lines: [legsTable(model, width), below].flatMap(linesOf)};
  },
  members: (model, _, {width}) => ({title: ['Members'], lines: linesOf(membersTable(model, width))}),
};

/** The rows of a table as lines. */
function linesOf({columns, rows}) {
  return rows.map(row => ` ${columns.map(({width, align}, i) => fit(row[i] ?? '', width, {align})).join(' ')}`);
}

function framed(model, look, {pane, width, height}) {
  const inside = {width: width - 2, height: height - 2};
  const {title, right = [], lines} = panes[pane](model, look, inside);
  const rule = '─'.repeat(width);
  const top = line(look, width, [['border', '┌─ '], ...title, ['border', ` ${rule}`]], {
    right: [...right, ['border', ' ─┐']],
  });
  const bottom = line(look, width, [['border', `└${rule.slice(2)}┘`]]);
  const side = line(look, 1, [['border', '│']]);
  const empty = ' '.repeat(inside.width);
  const body = Array.from({length: inside.height}, (_, i) => `${side}${lines[i] ?? empty}${side}`);
  return [top, ...body, bottom];
}

/** The rows of the screen. */
function compose(model, look) {
  const stacks = panesOf(model).map(({frames}) => frames.flatMap(frame => framed(model, look, frame)));
  const body = Array.from({length: bodyHeight(model.view)}, (_, i) => stacks.map(rows => rows[i]).join(''));
  return [statusBar(model, look), ...body, verdictBar(model, look), eventBar(model, look), hintBar(model, look)];
}

/** Writes frames: each returns its bytes, and how many rows they change. */
export function handWriter() {
  let shown = [];
  return (model, look) => {
    const rows = compose(model, look);
    const changed = rows.map((row, i) => (row === shown[i] ? '' : `\x1b[${i + 1};1H${row}`)).filter(Boolean);
    shown = rows;
    return {bytes: Buffer.byteLength(changed.join('')), changed: changed.length};
  };
}
