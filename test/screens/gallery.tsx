/**
 * Draws every scene of a size, one over the other, with the program's own screen on the program's own terminal. After each it
 * sets the terminal's title to the scene's number, and to the rows and the widest row of the frame that was drawn.
 */
import {stripVTControlCharacters} from 'node:util';
import {render, Text} from 'ink';
import {App} from '../../source/screen/app.js';
import {createFeed} from '../../source/store/feed.js';
import {createStore} from '../../source/store/store.js';
import {takeTerminal} from '../../source/terminal/device.js';
import {widthOf} from '../../source/text/printable.js';
import {type SizeName, scenesAt, sizes} from './scenes.js';

process.env.TZ = 'UTC';
const name = process.argv[2] as SizeName;
const size = sizes[name];
const device = takeTerminal({stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, process});
const {screen} = device;

let drawn: (frame: string) => void = () => undefined;
const write = screen.write.bind(screen);
screen.write = (frame, callback) => {
  const isTaken = write(frame, callback);
  if (frame !== '') drawn(frame);
  return isTaken;
};

const idle = createStore({
  feed: createFeed(),
  now: () => 0,
  onEffect: () => undefined,
  payload: async () => undefined,
});
let model = idle.getSnapshot();
const store = {...idle, getSnapshot: () => model};
const app = render(<Text />, {
  stdin: device.stdin,
  stdout: device.stdout,
  debug: true,
  exitOnCtrlC: false,
  patchConsole: false,
});

for (const [number, [, scene]] of scenesAt(name).entries()) {
  model = scene.model(size);
  const frame = await new Promise<string>(resolve => {
    drawn = resolve;
    app.rerender(<App store={store} look={{depth: 'color', ascii: false, ...scene.look}} />);
  });
  const rows = stripVTControlCharacters(frame).split('\n');
  // It is painted at the end of this turn.
  await new Promise(resolve => setImmediate(resolve));
  screen.send(`\x1b]0;${number} ${rows.length} ${Math.max(...rows.map(widthOf))}\x07`);
}
// What is written in the last moments of a pseudo-terminal can be lost: so it is read before this ends.
await new Promise(resolve => process.stdin.once('data', resolve));
app.unmount();
idle.close();
device.release();
process.exit(0);
