import {EventEmitter} from 'node:events';
import {render, Text, useInput} from 'ink';
import {afterEach, describe, expect, it} from 'vitest';
import {FullScreen} from '../../source/terminal/full-screen.js';
import {Keyboard} from '../../source/terminal/keyboard.js';
import {keysOf} from '../../source/terminal/keys.js';
import {until} from '../helpers/until.js';
import {fakeOutput} from './fake-terminal.js';

function fakeInput() {
  const modes: boolean[] = [];
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => modes.push(isRaw),
    resume: () => {},
    pause: () => {},
  });
  return {input, modes, type: (bytes: string | Buffer) => input.emit('data', bytes)};
}

let unmount = () => {};
afterEach(() => unmount());

/** A real Ink, our two streams, and a component that keeps the keys it gets. */
async function inkApp(onPaste?: (text: string) => void) {
  const {input, modes, type} = fakeInput();
  const {output, seen} = fakeOutput(60, 5);
  const keyboard = new Keyboard(input, onPaste);
  const screen = new FullScreen(output);
  screen.enter();
  const keys: string[] = [];
  function App() {
    useInput((typed, key) => {
      keys.push(...keysOf(typed, key));
    });
    return <Text>ready</Text>;
  }
  const app = render(<App />, {
    stdin: keyboard as unknown as NodeJS.ReadStream,
    stdout: screen as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  unmount = app.unmount;
  await until(() => expect([seen()[0], keyboard.isReading]).toEqual(['ready', true]));
  return {keys, modes, type, app, keyboard};
}

describe('keys through Ink', () => {
  it('come out by their names, every one of them', async () => {
    const {keys, type} = await inkApp();
    type(
      'jG?é漢 \r\t\x1b[Z\x7f\x1b[A\x1bOB\x1b[C\x1b[D\x1b[H\x1b[F\x1b[5~\x1b[6~\x04\x0c\x1a\x03\x1bOP\x1b[3~\x1b[2~\x1b[24~',
    );
    expect(keys).toEqual(
      'j G ? é 漢 Space Enter Tab S-Tab Backspace Up Down Right Left Home End PgUp PgDn C-d C-l C-z C-c F1 Delete Insert F12'.split(
        ' ',
      ),
    );
  });

  it('survive what kills a plain Ink program or would be typed into it', async () => {
    const {keys, type} = await inkApp();
    type('a\x1b[1;5P\x1b[1;5Q\x1b[1;5R\x1b[<0;12;5M\x1b[M q!\x1b[I\x1b]11;rgb:0/0/0\x07\x1bP>|x\x1b\\\x1b[99~b');
    expect(keys).toEqual(['a', 'b']);
  });

  it('are whole, also when the terminal cuts them', async () => {
    const {keys, type} = await inkApp();
    for (const byte of Buffer.from('\x1b[A漢\x1b[1;5P\x1b[5~')) type(Buffer.from([byte]));
    expect(keys).toEqual(['Up', '漢', 'PgUp']);
  });

  it('take a lone escape for Esc, and keep it apart from what is typed behind it', async () => {
    const {keys, type} = await inkApp();
    type('\x1b');
    await until(() => expect(keys).toEqual(['Esc']));
    type('\x1b\x1b\x1b');
    await until(() => expect(keys).toEqual(['Esc', 'Esc', 'Esc', 'Esc']));
    type('q');
    await until(() => expect(keys).toEqual(['Esc', 'Esc', 'Esc', 'Esc', 'q']));
  });

  it('end an unfinished sequence even when somebody types on', async () => {
    const {keys, type} = await inkApp();
    type('\x1b]');
    await until(() => {
      type('k');
      expect(keys).toContain('k');
    });
  });
});

describe('a paste', () => {
  it('reaches its taker and presses no keys', async () => {
    const pastes: string[] = [];
    const {keys, type} = await inkApp(text => pastes.push(text));
    type('a\x1b[200~qqq\r\nQ\x1b[2J\x1b[201~b');
    expect([keys, pastes]).toEqual([['a', 'b'], ['qqq Q[2J']]);
  });

  it('is one long input where nobody takes it', async () => {
    const {keys, type} = await inkApp();
    type('\x1b[200~ab c\x1b[201~');
    expect(keys).toEqual(['a', 'b', 'Space', 'c']);
  });
});

describe('raw mode', () => {
  it('is on while Ink reads, and off afterwards', async () => {
    const {modes, app, type, keys} = await inkApp();
    expect(modes).toEqual([true]);
    app.unmount();
    expect(modes).toEqual([true, false]);
    type('x');
    expect(keys).toEqual([]);
  });
});
