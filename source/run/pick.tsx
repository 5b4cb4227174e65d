import {render} from 'ink';
import {Frame, inkOptions} from '../screen/app.js';
import {type Picker, pageOf, pickerLines} from '../screen/picker.js';
import {keysInForce} from '../store/commands/choose-keys.js';
import type {Model} from '../store/model.js';
import {type Picking, pastePicking, pressPicking, startPicking} from '../store/picking.js';
import type {Theme} from '../store/view-state.js';
import {abilitiesOf} from '../terminal/abilities.js';
import {takeTerminal} from '../terminal/device.js';
import {keySource} from '../terminal/key-source.js';
import {colorDepth} from '../terminal/style.js';
import type {Print} from '../text/printable.js';
import {whenOutputEnds} from './standard-output.js';
import {withResolvers} from './with-resolvers.js';

type Options = {
  picker: Picker;
  print: Print;
  ascii?: boolean;
  theme?: Theme;
  /** Keys that somebody chose, by the command's id. */
  keys?: Model['keys'];
  /** Which is chosen at first. */
  chosen?: string;
  /** Says when there is more to show of what is listed. */
  onNews?: (show: (picker: Picker) => void) => void;
};

/** Shows a list on the whole screen until one is picked or the person leaves; gives the id of that one, or how it was left. */
export async function pick({
  picker: first,
  print,
  ascii,
  theme,
  keys: own = new Map(),
  chosen: before,
  onNews,
}: Options): Promise<{id: string} | 'left' | 'interrupted'> {
  whenOutputEnds(() => undefined);
  const {promise: over, resolve: finish} = withResolvers<Picking>();
  const keys = keysInForce(own);
  let picker = first;
  let picking: Picking = {...startPicking, chosen: before};
  const take = (next: Picking) => {
    picking = next;
    app?.rerender(frame());
    if (next.isOver) finish(next);
  };
  const device = takeTerminal(
    {stdin: keySource(process.stdin), stdout: process.stdout, stderr: process.stderr, process},
    {
      onKey: key => {
        if (key === 'C-z') return device.suspend();
        take(pressPicking(picking, key, {all: picker.all, page: pageOf(device.screen), keys}));
      },
      onPaste: text => take(pastePicking(picking, text)),
    },
  );
  const look = {depth: colorDepth(process.env, true), theme, ...abilitiesOf(process.env, ascii, [])};
  const frame = () => <Frame lines={pickerLines(picker, picking, device.screen, {look, print, keys})} />;
  const app = render(frame(), {stdin: device.stdin, stdout: device.stdout, ...inkOptions});
  device.screen.on('resize', () => app.rerender(frame()));
  onNews?.(news => {
    picker = news;
    if (!picking.isOver) app.rerender(frame());
  });
  try {
    const {chosen, isOver} = await over;
    if (isOver === 'picked' && chosen !== undefined) return {id: chosen};
    return isOver === 'interrupted' ? 'interrupted' : 'left';
  } finally {
    app.unmount();
    device.release();
  }
}
