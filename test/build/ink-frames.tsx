import {render, Text} from 'ink';
import type {ReactElement} from 'react';
import {Screen} from '../../source/screen/app.js';
import type {Look} from '../../source/screen/look.js';
import {Pane} from '../../source/screen/pane.js';
import type {Model} from '../../source/store/model.js';
import {FullScreen} from '../../source/terminal/full-screen.js';
import {INK_INPUT} from '../../source/terminal/keyboard.js';
import {repeat, safe} from '../../source/text/printable.js';
import {crowd} from '../helpers/calls.js';
import {seedObservations} from '../helpers/seed.js';
import {modelOf, pressed} from '../screen/frame.js';

const sizes = [
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
];
const keys = [[], ['?'], [':'], ['f'], ['e'], ['z'], ['/', 'a'], ['3', 'Enter']];
const look: Look = {depth: 'color', ascii: false};

/** Screens with and without something that lies over the panes, each with a name of its own. */
function screens(): {name: string; model: Model}[] {
  return Object.entries({nothing: [], seed: seedObservations(), crowd}).flatMap(([call, observations]) =>
    sizes.flatMap(size =>
      keys.map(pressedKeys => ({
        name: `${call}, ${size.columns}×${size.rows}, ${pressedKeys.join(' ') || 'no key'}`,
        model: pressed(modelOf(observations, size), ...pressedKeys),
      })),
    ),
  );
}

/** Ink's renderer, whichever this module was bundled with, on a screen that nobody sees. */
function canvas(columns: number, rows: number) {
  const nowhere = {columns, rows, write: () => true, on() {}, off() {}};
  const screen = new FullScreen(nowhere);
  let last = '';
  screen.write = frame => {
    if (frame !== '') last = frame;
    return true;
  };
  const app = render(<Text />, {
    stdin: INK_INPUT,
    stdout: screen as never,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return {
    show: async (element: ReactElement) => {
      app.rerender(element);
      // React does its work within a few turns; after that, this is the frame.
      for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve));
      return last;
    },
    end: () => app.unmount(),
  };
}

/** The frame of each of the screens, by its name. */
export async function drawScreens(): Promise<Record<string, string>> {
  const frames: Record<string, string> = {};
  for (const {name, model} of screens()) {
    const {columns, rows} = model.view;
    const {show, end} = canvas(columns, rows);
    frames[name] = await show(<Screen model={model} look={look} />);
    end();
  }
  return frames;
}

/** Bytes in the heap after `early` and after `early + late` frames, each of which is new in every row. Needs --expose-gc. */
export async function heapWhileDrawing(early: number, late: number): Promise<{early: number; late: number}> {
  const [width, height] = [100, 30];
  const {show, end} = canvas(width, height);
  const draw = async (from: number, count: number) => {
    for (let frame = from; frame < from + count; frame++) {
      const lines = Array.from({length: height - 2}, (_, row) => {
        const text = safe`│ ${frame}.${row} `;
        return safe`${text}${repeat(safe`·`, width - 2 - text.length)}`;
      });
      const shown = await show(
        <Pane look={look} width={width} height={height} focused title={[safe`${frame}`]} lines={lines} />,
      );
      if (!shown.includes(`${frame}.3 `)) throw new Error(`frame ${frame} was not drawn`);
    }
    globalThis.gc?.();
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const result = {early: await draw(0, early), late: await draw(early, late)};
  end();
  return result;
}
