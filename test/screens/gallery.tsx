/**
 * Draws every scene of a size, one over the other, with the program's own screen on the program's own terminal. After each it
 * sets the terminal's title to the scene's number, to the rows and the widest row of the frame that was drawn, and to the rows
 * (encoded for a URL) that show a phone number when the same scene is drawn with numbers hidden.
 */
import {once} from 'node:events';
import {stripVTControlCharacters} from 'node:util';
import {render} from 'ink';
import {Frame, inkOptions} from '../../source/screen/app.js';
import {frameDrawer} from '../../source/screen/frame.js';
import type {Look} from '../../source/screen/look.js';
import type {Model} from '../../source/store/model.js';
import {takeTerminal} from '../../source/terminal/device.js';
import {widthOf} from '../../source/text/printable.js';
import {MIDDLE, type SizeName, scenesAt, sizes} from './scenes.js';

process.env.TZ = 'UTC';
const name = process.argv[2] as SizeName;
const size = sizes[name];
const device = takeTerminal({stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, process});
const {screen} = device;

let drawn: (frame: string) => void = () => undefined;
let isPainted = true;
const write = screen.write.bind(screen);
screen.write = (frame, callback) => {
  const isTaken = isPainted ? write(frame, callback) : true;
  if (frame !== '') drawn(frame);
  return isTaken;
};

const app = render(<Frame lines={[]} />, {stdin: device.stdin, stdout: device.stdout, ...inkOptions});

const draw = async (model: Model, look: Look): Promise<string[]> => {
  const frame = await new Promise<string>(resolve => {
    drawn = resolve;
    app.rerender(<Frame lines={frameDrawer(look)(model)} />);
  });
  return stripVTControlCharacters(frame).split('\n');
};

for (const [number, [, scene]] of scenesAt(name).entries()) {
  // A frame for which there is no room yet would be painted after its title.
  if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  const model = scene.model(size);
  const rows = await draw(model, {depth: 'many', ascii: false, ...scene.look});
  // It is painted at the end of this turn.
  await new Promise(resolve => setImmediate(resolve));
  let unhidden: string[] = [];
  if (scene.as === undefined) {
    isPainted = false;
    const masked: Model = {...model, view: {...model.view, masking: 'on'}};
    unhidden = (await draw(masked, {depth: 'none', ascii: false, ...scene.look})).filter(row => MIDDLE.test(row));
    isPainted = true;
  }
  const widest = Math.max(...rows.map(widthOf));
  screen.send(`\x1b]0;${number} ${rows.length} ${widest} ${encodeURIComponent(unhidden.join('\n'))}\x07`);
}
// What is written in the last moments of a pseudo-terminal can be lost: so it is read before this ends.
await new Promise(resolve => process.stdin.once('data', resolve));
app.unmount();
device.release();
process.exit(0);
