import {EventEmitter, once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {describe, expect, it} from 'vitest';
import {Keyboard} from '../../source/terminal/keyboard.js';
import {until} from '../helpers/until.js';

/** A keyboard that reads, and what came of it. */
function open() {
  const modes: boolean[] = [];
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => modes.push(isRaw),
    resume: () => {},
    pause: () => {},
  });
  const keys: string[] = [];
  const pastes: string[] = [];
  const keyboard = new Keyboard(input, {
    onKey(key) {
      keys.push(key);
      if (key === 'C-z') keyboard.stop();
    },
    onPaste: text => pastes.push(text),
  });
  keyboard.start();
  return {keyboard, keys, pastes, modes, type: (bytes: string | Buffer) => input.emit('data', bytes)};
}

describe('keys', () => {
  it('come out by their names, every one of them', () => {
    const {keys, type} = open();
    type(
      'jG?é漢 \r\t\x1b[Z\x7f\x1b[A\x1bOB\x1b[C\x1b[D\x1b[H\x1b[F\x1b[5~\x1b[6~\x04\x0c\x03\x1bOP\x1b[3~\x1b[2~\x1b[24~\x1a',
    );
    expect(keys).toEqual(
      'j G ? é 漢 Space Enter Tab S-Tab Backspace Up Down Right Left Home End PgUp PgDn C-d C-l C-c F1 Delete Insert F12 C-z'.split(
        ' ',
      ),
    );
  });

  it('do not come out of what else a terminal sends', () => {
    const {keys, type} = open();
    type('a\x1b[<0;12;5M\x1b[M q!\x1b[I\x1b]11;rgb:0/0/0\x07\x1bP>|x\x1b\\\x1b[99~b');
    expect(keys).toEqual(['a', 'b']);
  });

  it('are whole, also when the terminal cuts them', () => {
    const {keys, type} = open();
    for (const byte of Buffer.from('\x1b[A漢\x1b[1;5P\x1b[5~')) type(Buffer.from([byte]));
    expect(keys).toEqual(['Up', '漢', 'C-F1', 'PgUp']);
  });

  it('are whole, also when the rest came while the program was too busy to read it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const terminal = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [socket] = await once(server, 'connection');
    const input = Object.assign(socket as Socket, {isTTY: true, setRawMode: () => {}});
    const keys: string[] = [];
    const keyboard = new Keyboard(input, {onKey: key => keys.push(key)});
    keyboard.start();
    input.on('data', bytes => {
      if (String(bytes) !== '\x1b') return;
      terminal.write('[A');
      const end = performance.now() + 300;
      while (performance.now() < end);
    });
    terminal.write('\x1b');
    await until(() => expect(keys).not.toEqual([]));
    expect(keys).toEqual(['Up']);
    keyboard.stop();
    terminal.destroy();
    server.close();
  });

  it('take a lone escape for Esc, and keep it apart from what is typed behind it', async () => {
    const {keys, type} = open();
    type('\x1b');
    await until(() => expect(keys).toEqual(['Esc']));
    type('\x1b\x1b\x1b');
    await until(() => expect(keys).toEqual(['Esc', 'Esc', 'Esc', 'Esc']));
    type('q');
    expect(keys).toEqual(['Esc', 'Esc', 'Esc', 'Esc', 'q']);
  });

  it('end an unfinished sequence even when somebody types on', async () => {
    const {keys, type} = open();
    type('\x1b]');
    await until(() => {
      type('k');
      expect(keys).toContain('k');
    });
  });

  it('beyond what anybody means are dropped', () => {
    const {keys, type} = open();
    type('j'.repeat(5000));
    type('k');
    expect([keys.length, keys.at(-1)]).toEqual([1001, 'k']);
  });

  it('that were typed behind one which gives the terminal away are not ours', () => {
    const {keys, modes, type} = open();
    type('a\x1aq');
    type('x');
    expect([keys, modes]).toEqual([
      ['a', 'C-z'],
      [true, false],
    ]);
  });
});

describe('a paste', () => {
  it('reaches its taker and presses no keys', () => {
    const {keys, pastes, type} = open();
    type('a\x1b[200~qqq\r\nQ\x1b[2J\x1b[201~b');
    expect([keys, pastes]).toEqual([['a', 'b'], ['qqq Q[2J']]);
  });
});
