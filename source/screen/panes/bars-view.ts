import {short} from '../../output/format.js';
import type {Canvas} from '../../output/ladder/canvas.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {chosenCall, chosenLegs, chosenRow} from '../../store/select.js';
import {yetInCall} from '../../store/yet.js';
import {printable, type Safe, safe} from '../../text/printable.js';
import {axisOf} from '../../world/read/axis.js';
import {legLabel, nameOf} from '../../world/read/event-view.js';
import {legOfRow} from '../../world/read/leg-of-row.js';
import {nccoRuns} from '../../world/read/ncco-progress.js';
import type {Conversation} from '../../world/world.js';
import {axisRows, type Chart, legend, legRows, nccoRows} from '../gantt/rows.js';
import type {PaneView, Pen} from '../pane-view.js';
import {canvasRow, type Part, rowOf} from '../row.js';

/** Rows of one leg, and of the NCCOs given for it. */
const BLOCK = 2;

/** Every leg of the chosen call as a bar on one time axis, with what happened on it, and the NCCO's actions below their leg. */
export function barsView(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  const legs = chosenLegs(model);
  if (!call || legs.length === 0) {
    return {
      title: title(call),
      rows: [rowOf([['dim', safe` No leg of this call was seen${printable(yetInCall(model))}.`]])],
    };
  }
  const words = width < 90 ? 24 : 30;
  const chart: Chart = {
    model,
    print: pen.print,
    call,
    axis: axisOf(model.world, call, model.now),
    words,
    width: width - words,
  };
  const blocks = blocksOf(chart);
  const chosen = chosenEvent(chart);
  const room = Math.max(BLOCK, height - 3);
  const shown = Math.max(1, Math.floor(room / BLOCK));
  const at = Math.max(
    0,
    blocks.findIndex(block => block.leg === chosen?.leg),
  );
  const start = Math.max(0, Math.min(at - Math.floor(shown / 2), blocks.length - shown));
  const canvases = [...axisRows(chart, chosen), ...blocks.slice(start, start + shown).flatMap(block => block.draw())];
  const filler = Array.from({length: Math.max(0, height - canvases.length - 1)}, () => undefined);
  const lines = [...canvases, ...filler, legend(chart)].slice(0, height);
  return {
    title: title(call),
    right: [['dim', legs.length === 1 ? safe`1 leg` : safe`${legs.length} legs`]],
    extent: {first: start, shown: Math.min(shown, blocks.length - start), count: blocks.length},
    rows: lines.map(each => (each ? canvasRow(each) : rowOf([]))),
  };
}

type Block = {leg: string; draw: () => Canvas[]};

/** Each leg, and below it the NCCOs that were given for it; drawn only when they can be seen. */
function blocksOf(chart: Chart): Block[] {
  const {model, call} = chart;
  const runs = nccoRuns(model.world, call);
  return chosenLegs(model).flatMap((leg, i): Block[] => {
    const given = runs.filter(run => run.leg === leg.id || (run.leg === undefined && i === 0));
    const label = given.length > 1 ? safe`×${given.length}` : safe``;
    return [
      {leg: leg.id, draw: () => legRows(chart, leg, i === 0)},
      ...(given.length > 0 ? [{leg: leg.id, draw: () => nccoRows(chart, given, label)}] : []),
    ];
  });
}

function chosenEvent({model, print, call}: Chart): {at: number; text: Safe; leg: string | undefined} | undefined {
  const row = chosenRow(model);
  if (row === undefined) return undefined;
  const {log} = model.world;
  const leg = legOfRow(model.world, call, row);
  const label = legLabel(model.world, leg);
  return {at: log.at[row] ?? 0, text: print(`${label ? `${label} ` : ''}${nameOf(log, row)}`, 40), leg};
}

function title(call: Conversation | undefined): Part[] {
  return [safe`Bars`, ['dim', safe` — ${call ? short(call.id) : safe`no call`}`]];
}
