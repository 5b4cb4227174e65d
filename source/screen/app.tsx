import {Box, Text} from 'ink';
import {useMemo, useSyncExternalStore} from 'react';
import {short} from '../output/format.js';
import {maskNumbers} from '../output/mask.js';
import {isEmptied} from '../store/cleared.js';
import {insideOf, panesOf} from '../store/contents.js';
import {bodyHeight, coveringInside, type Frame, type Inside, SMALLEST} from '../store/layout.js';
import type {Model} from '../store/model.js';
import {type PaneId, paneIds} from '../store/panes.js';
import {chosenCall} from '../store/select.js';
import type {Store} from '../store/store.js';
import {takingPart} from '../store/windows.js';
import {hideInText, type Safe, safe, widthOf} from '../text/printable.js';
import {hintBar} from './hints.js';
import {filterRows} from './input-line.js';
import {LegsAndMembers, takingPartTitle} from './legs-and-members.js';
import {type Line, line, type Part} from './line.js';
import type {Look} from './look.js';
import {Floating} from './overlays/floating.js';
import {helpOverlay} from './overlays/help.js';
import {waitingPane} from './overlays/waiting.js';
import {Pane} from './pane.js';
import type {PaneView} from './pane-view.js';
import {callsPane} from './panes/calls.js';
import {detailPane} from './panes/detail.js';
import {legsHeading} from './panes/legs.js';
import {nccoPane} from './panes/ncco.js';
import {problemsPane} from './panes/problems.js';
import {sessionPane} from './panes/session.js';
import {streamPane} from './panes/stream.js';
import {searchRows} from './search-rows.js';
import {eventBar, messageRows, statusBar, verdictBar} from './status-bars.js';

/** The root: the one subscription. Everything below draws what it is given. */
export function App({store, look}: {store: Store; look: Look}) {
  const model = useSyncExternalStore(store.subscribe, store.getSnapshot);
  return <Screen model={model} look={look} />;
}

/** One frame, from one model. */
export function Screen({model, look: given}: {model: Model; look: Look}) {
  const {columns, rows, theme, masking} = model.view;
  // All that is drawn of this frame is drawn below.
  hideInText(masking === 'off' ? undefined : maskNumbers);
  const look = useMemo(() => (theme ? {...given, theme} : given), [given, theme]);
  if (columns < SMALLEST.columns || rows < SMALLEST.rows) {
    return <Text>{line(look, columns, [tooSmall(columns, rows)])}</Text>;
  }
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Text>{statusBar(model, look)}</Text>
      <Body model={model} look={look} />
      <Text>{bottomRows(model, look).join('\n')}</Text>
      <Floating model={model} look={look} />
    </Box>
  );
}

/** What size is needed, with as much around it as there is room for. */
function tooSmall(columns: number, rows: number): Safe {
  const need = safe`needs ${SMALLEST.columns}×${SMALLEST.rows}`;
  const texts = [safe`This terminal is ${columns}×${rows}; convo-monitor ${need}. q quits.`, safe`${need}; q quits`];
  return texts.find(text => widthOf(text) <= columns) ?? need;
}

function bottomRows(model: Model, look: Look): Line[] {
  if (model.view.typing) return filterRows(model, look, model.view.typing);
  if (model.view.searching) return searchRows(model, look, model.view.searching);
  const said = messageRows(model, look);
  return [said[0] ?? verdictBar(model, look), said[1] ?? eventBar(model, look), hintBar(model, look)];
}

/** The panes that are rows of text. */
const textPanes: Partial<Record<PaneId, (model: Model, look: Look, inside: Inside) => PaneView>> = {
  calls: callsPane,
  events: streamPane,
  session: sessionPane,
  problems: problemsPane,
  detail: detailPane,
  ncco: nccoPane,
};

function Body({model, look}: {model: Model; look: Look}) {
  const {view, world} = model;
  const height = bodyHeight(view);
  if (view.overlay === 'help') return <Covering view={helpOverlay} model={model} look={look} height={height} />;
  if ((world.conversations.size === 0 || isEmptied(model)) && view.focus !== 'session') {
    return <Covering view={waitingPane} model={model} look={look} height={height} />;
  }
  return (
    <Box height={height}>
      {panesOf(model).map(({width, frames}) => (
        <Box key={frames.map(({pane}) => pane).join()} flexDirection="column" width={width} height={height}>
          {frames.map(frame => (
            <Framed key={frame.pane} model={model} look={look} frame={frame} />
          ))}
        </Box>
      ))}
    </Box>
  );
}

type CoveringProps = {
  view: (model: Model, look: Look, inside: Inside) => PaneView;
  model: Model;
  look: Look;
  height: number;
};

function Covering({view, model, look, height}: CoveringProps) {
  const width = model.view.columns;
  return <Pane look={look} width={width} height={height} focused {...view(model, look, coveringInside(model.view))} />;
}

const LEGEND: readonly Part[] = [['dim', safe`░ set-up ▒ ringing █ talking`]];

function Framed({model, look, frame}: {model: Model; look: Look; frame: Frame}) {
  const {pane, width, height} = frame;
  const inside = insideOf(frame);
  const digit = paneIds.indexOf(pane) + 1;
  const focused = model.view.focus === pane || (model.view.overlay === 'detail' && pane === 'detail');
  const view = textPanes[pane]?.(model, look, inside);
  if (view) return <Pane look={look} width={width} height={height} digit={digit} focused={focused} {...view} />;
  const show = takingPart(model.view, pane === 'members' ? 'members' : 'legs');
  const both = show === 'both';
  const call = chosenCall(model);
  return (
    <Pane
      look={look}
      width={width}
      height={height}
      digit={digit}
      focused={focused || (both && (model.view.focus === 'legs' || model.view.focus === 'members'))}
      title={[takingPartTitle(model, show, inside.height), ['dim', safe` — ${call ? short(call.id) : safe`no call`}`]]}
      right={both ? [['dim', legsHeading(model, inside.width)]] : pane === 'legs' ? LEGEND : undefined}
    >
      <LegsAndMembers model={model} look={look} inside={inside} show={show} />
    </Pane>
  );
}
