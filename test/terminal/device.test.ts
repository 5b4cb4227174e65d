import {EventEmitter} from 'node:events';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {type DeviceOptions, type Surroundings, takeTerminal} from '../../source/terminal/device.js';
import {fakeOutput, turn} from './fake-terminal.js';

function surroundings({isTTY = true, isInForeground = (): boolean => true} = {}) {
  const stdout = fakeOutput(40, 5);
  const stderr = Object.assign(new EventEmitter(), {
    isTTY: true,
    writableLength: 0,
    text: '',
    write: (_: string) => true,
  });
  stderr.write = text => {
    stderr.text += text;
    return true;
  };
  const raw: boolean[] = [];
  const stdin = Object.assign(new EventEmitter(), {
    isTTY,
    setRawMode: (isRaw: boolean) => raw.push(isRaw),
    resume() {},
    pause() {},
  });
  const exits: number[] = [];
  const process = Object.assign(new EventEmitter(), {
    platform: 'linux',
    kill: (_pid: number, signal: string) => process.emit(`sent ${signal}`),
    exit: (code: number) => exits.push(code),
  });
  const exiting = new Set<() => void>();
  const around = {
    stdin,
    stdout: stdout.output,
    stderr,
    process,
    isInForeground,
    onExit: (callback: () => void) => {
      exiting.add(callback);
      return () => exiting.delete(callback);
    },
  };
  return {...stdout, stdin, stderr, process, raw, exits, exiting, around: around as unknown as Surroundings};
}

function open(options?: DeviceOptions, kind?: {isTTY?: boolean; isInForeground?: () => boolean}) {
  const all = surroundings(kind);
  return {...all, device: takeTerminal(all.around, options)};
}

beforeEach(() => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance']});
});
afterEach(() => {
  vi.useRealTimers();
});

describe('stopping', () => {
  it('restores first, closes files, and exits with what the signal means', async () => {
    const order: string[] = [];
    const {process, exits, isAlternate, raw} = open({
      onStop: async code => order.push(`closing with ${code}, alternate screen ${isAlternate()}`),
    });
    process.emit('SIGTERM');
    await turn();
    expect([order, exits, raw]).toEqual([['closing with 143, alternate screen false'], [143], [false, true, false]]);
  });

  it('waits two seconds for files, and no longer', async () => {
    const {process, exits} = open({onStop: () => new Promise(() => {})});
    process.emit('SIGTERM');
    await vi.advanceTimersByTimeAsync(1900);
    expect(exits).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(exits).toEqual([143]);
  });

  it('exits also when closing fails', async () => {
    const {process, exits} = open({
      onStop: () => {
        throw new Error('disk full');
      },
    });
    process.emit('SIGINT');
    await turn();
    expect(exits).toEqual([130]);
  });

  it('takes a signal twice at once for one, and one that comes later for impatience', async () => {
    const {process, exits} = open({onStop: () => new Promise(() => {})});
    process.emit('SIGINT');
    process.emit('SIGINT');
    await turn();
    expect(exits).toEqual([]);
    await vi.advanceTimersByTimeAsync(600);
    process.emit('SIGINT');
    expect(exits).toEqual([130]);
  });
});

describe('a terminal that is gone', () => {
  it.each<[string, (all: ReturnType<typeof open>) => void]>([
    ['input ends', ({stdin}) => stdin.emit('end')],
    ['input fails', ({stdin}) => stdin.emit('error', new Error('EIO'))],
    ['output fails', ({output}) => output.emit('error', new Error('EPIPE'))],
  ])('is like hanging up when its %s', async (_, lose) => {
    const closed: number[] = [];
    const all = open({onStop: code => closed.push(code)});
    // Each attempt to restore it fails again, which must not end the closing of files, let alone repeat it.
    all.output.write = () => {
      all.output.emit('error', new Error('EIO'));
      throw new Error('EIO');
    };
    lose(all);
    await turn();
    expect([closed, all.exits]).toEqual([[129], [129]]);
  });

  it('says nothing about errors that follow', async () => {
    const all = open({onStop: () => new Promise(() => {})});
    all.stdin.emit('end');
    all.process.emit('uncaughtException', new Error('write EIO'));
    await turn();
    expect(all.stderr.text).toBe('');
  });

  it('is not one that never was: the end of a pipe is the end of data', async () => {
    const all = open({}, {isTTY: false});
    all.stdin.emit('end');
    await turn();
    expect([all.exits, all.raw]).toEqual([[], []]);
  });
});

describe('errors', () => {
  it.each(['uncaughtException', 'unhandledRejection'])(
    'of the kind %s are told after the screen is gone, escaped',
    async event => {
      const {process, stderr, exits, isAlternate} = open();
      process.emit(event, new Error('bad \x1b]52;c;eA==\x07 name'));
      expect(isAlternate()).toBe(false);
      expect(stderr.text).toMatch(/^Error: bad \\e\]52;c;eA==\\u\{7\} name\n {4}at /);
      await turn();
      expect(exits).toEqual([1]);
    },
  );

  it('are told in full to a pipe that is read slowly, before the program ends', async () => {
    const {device, stderr, exits} = open();
    Object.assign(stderr, {isTTY: false, writableLength: 9});
    device.fail(new Error('long'));
    await vi.advanceTimersByTimeAsync(50);
    expect(exits).toEqual([]);
    stderr.writableLength = 0;
    await vi.advanceTimersByTimeAsync(10);
    expect(exits).toEqual([1]);
  });

  it('may be anything', async () => {
    const {device, stderr} = open();
    device.fail('\x1b[2Jtext');
    expect(stderr.text).toBe('Thrown: \\e[2Jtext\n');
  });
});

describe('suspending', () => {
  it('gives the terminal back, stops the job, and takes it again at SIGCONT, at its new size', async () => {
    const {device, process, isAlternate, raw, output, seen} = open();
    const sent: boolean[] = [];
    process.on('sent SIGTSTP', () => sent.push(isAlternate()));
    device.stdout.write('picture');
    await turn();
    device.suspend();
    await turn();
    expect([sent, raw]).toEqual([[false], [false, true, false]]);
    const sizes: number[] = [];
    device.screen.on('resize', () => sizes.push(device.screen.columns));
    output.columns = 30;
    process.emit('SIGCONT');
    await turn();
    expect([isAlternate(), seen()[0], raw, sizes]).toEqual([true, 'picture', [false, true, false, false, true], [30]]);
  });

  it('takes the terminal again where nothing stopped it', async () => {
    const {device, isAlternate} = open();
    device.suspend();
    expect(isAlternate()).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(isAlternate()).toBe(true);
  });

  it('paints anew after a stop that it was not asked about', async () => {
    const {device, process, write, seen} = open();
    device.stdout.write('picture');
    await turn();
    write('\x1b[H[1]+ Stopped');
    process.emit('SIGCONT');
    await turn();
    expect(seen()[0]).toBe('picture');
  });
});

describe('in the background', () => {
  /** A device whose job is, or is not, in the foreground. */
  function behind(isInFront = false) {
    const job = {isInFront};
    return {...open({}, {isInForeground: () => job.isInFront}), job};
  }

  it('touches nothing, and takes the terminal once it is brought to the front', async () => {
    const {device, job, written, raw, isAlternate, seen, stderr} = behind();
    device.stdout.write('picture');
    stderr.write('a warning');
    await turn();
    await vi.advanceTimersByTimeAsync(500);
    expect([written, raw, stderr.text]).toEqual([[], [], '']);
    job.isInFront = true;
    await vi.advanceTimersByTimeAsync(1500);
    await turn();
    expect([isAlternate(), seen()[0], raw]).toEqual([true, 'picture', [false, true]]);
  });

  it('touches nothing either when it goes on there after a stop', async () => {
    const {process, job, taken, raw, isAlternate} = behind(true);
    taken();
    job.isInFront = false;
    process.emit('SIGCONT');
    await vi.advanceTimersByTimeAsync(500);
    expect([taken(), raw]).toEqual(['', [false, true]]);
    job.isInFront = true;
    process.emit('SIGCONT');
    expect([isAlternate(), raw]).toEqual([true, [false, true, false, true]]);
  });

  it('is ended by a signal without a word, and says by itself what it has to say', async () => {
    const ended = behind();
    ended.stderr.write('a warning');
    ended.process.emit('SIGTERM');
    await turn();
    ended.stderr.write('closed files');
    expect([ended.exits, ended.written, ended.stderr.text]).toEqual([[143], [], '']);
    const over = behind();
    over.stderr.write('a warning');
    over.device.release();
    expect([over.written, over.stderr.text]).toEqual([[], 'a warning']);
  });
});

describe('lending the terminal to another program', () => {
  it('gives it away while that runs, with the keys that are signals, and takes it again', async () => {
    const {device, process, isAlternate, raw, exits, seen} = open();
    device.stdout.write('picture');
    await turn();
    let done: () => void = () => undefined;
    const lent = device.lend(
      () =>
        new Promise<void>(resolve => {
          done = resolve;
        }),
    );
    expect([isAlternate(), raw]).toEqual([false, [false, true, false]]);
    await turn();
    expect(process.listenerCount('SIGTSTP')).toBe(0);
    for (const key of ['SIGINT', 'SIGQUIT', 'SIGCONT']) process.emit(key);
    device.stdout.write('new picture');
    await turn();
    expect([isAlternate(), exits]).toEqual([false, []]);
    done();
    await lent;
    await turn();
    expect([isAlternate(), seen()[0], raw]).toEqual([true, 'new picture', [false, true, false, false, true]]);
    process.emit('SIGINT');
    await turn();
    expect(exits).toEqual([130]);
  });

  it('takes it again when that fails, and not when the program is ended meanwhile', async () => {
    const {device, process, isAlternate, exits} = open();
    await expect(device.lend(() => Promise.reject(new Error('no pager')))).rejects.toThrow('no pager');
    expect(isAlternate()).toBe(true);
    await device.lend(async () => void process.emit('SIGTERM'));
    await turn();
    expect([isAlternate(), exits]).toEqual([false, [143]]);
  });
});

describe('releasing', () => {
  it('leaves nothing behind', async () => {
    const {device, process, exiting, exits, taken, stderr, output} = open();
    device.release();
    expect(process.eventNames()).toEqual([]);
    expect(exiting.size).toBe(0);
    taken();
    output.emit('error', new Error('EPIPE'));
    stderr.write('plain');
    await turn();
    expect([exits, stderr.text]).toEqual([[], 'plain']);
  });

  it('also happens while the process exits', () => {
    const {exiting, isAlternate} = open();
    for (const callback of exiting) callback();
    expect(isAlternate()).toBe(false);
  });
});

describe('a terminal that takes its last bytes slowly', () => {
  it('has them before anything else is said, when the screen is closed and when a signal closes it', async () => {
    const said: string[] = [];
    const released = open();
    Object.assign(released.output, {writableLength: 9});
    void released.device.release().then(() => said.push('to the shell'));
    const stopped = open({onStop: async () => void said.push('at the end')});
    Object.assign(stopped.output, {writableLength: 9});
    stopped.process.emit('SIGTERM');
    await vi.advanceTimersByTimeAsync(50);
    expect(said).toEqual([]);
    for (const {output} of [released, stopped]) Object.assign(output, {writableLength: 0});
    await vi.advanceTimersByTimeAsync(10);
    expect(said).toEqual(['to the shell', 'at the end']);
  });
});

describe('what others write', () => {
  it('appears after the screen, escaped, on either stream', () => {
    const {device, output, stderr, seen} = open();
    stderr.write('warning \x1b[2J\n');
    output.write('log\n');
    expect([stderr.text, seen()[0]]).toEqual(['', '']);
    device.release();
    expect([stderr.text, seen()[0]]).toEqual(['warning \\e[2J\n', 'log']);
  });
});
