import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {builtProgram} from '../helpers/built-program.js';
import {until} from '../helpers/until.js';
import {atTheEnd, emptyFolder} from './leftovers.js';

export {emptyFolder};

/** A machine on which nobody has configured anything: nothing of this one's environment is left but where programs are. */
export function cleanEnvironment(home: string): Record<string, string> {
  const PATH = process.env.PATH ?? '';
  const terminal = {LANG: 'C.UTF-8', TERM: 'xterm-256color', COLORTERM: 'truecolor'};
  // A tunnel that somebody has open meanwhile is none of a test's business.
  return {PATH, HOME: home, ...terminal, CONVO_MONITOR_NGROK_API: 'off'};
}

export type RunOptions = {
  /** Added to a clean environment; undefined takes a variable away. */
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** The bin; dist/cli.js of the built program when not given. */
  bin?: string;
  /** What the command begins with so that it runs elsewhere, such as `ip netns exec`. */
  within?: readonly string[];
};

/** A run of the program with a pipe at each end. */
export type Run = {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  /** Resolves with the exit status, or with the signal that ended it, when its output is complete. */
  ended: Promise<number | NodeJS.Signals>;
  /** Waits for a text on standard output or standard error. */
  says: (text: string | RegExp) => Promise<void>;
  /** Where the listener is: waits until that is said. */
  url: () => Promise<string>;
  home: string;
};

/** Starts the built program without a terminal, in an empty home, which is also where it is. */
export async function inPipe(
  args: readonly string[],
  {env = {}, cwd, bin, within = []}: RunOptions = {},
): Promise<Run> {
  const home = await emptyFolder();
  const file = bin ?? join(await builtProgram(), 'dist/cli.js');
  const [command = '', ...rest] = [...within, process.execPath, file, ...args];
  const child = spawn(command, rest, {
    cwd: cwd ?? home,
    env: {...cleanEnvironment(home), ...env},
    stdio: 'pipe',
  });
  atTheEnd(() => child.kill('SIGKILL'));
  child.stdin.on('error', () => undefined);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', text => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    err += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const says = async (text: string | RegExp) => {
    await until(() => {
      if (!`${err}\n${out}`.match(text)) throw new Error(`${text} was not said; what was:\n${err}\n${out}`);
    });
  };
  const address = /listens at (http:\/\/127\.0\.0\.1:\d+)/;
  return {
    child,
    out: () => out,
    err: () => err,
    ended,
    says,
    async url() {
      await says(address);
      return address.exec(err)?.[1] ?? '';
    },
    home,
  };
}

/** Runs the built program without a terminal until it ends by itself. */
export async function run(args: readonly string[], options?: RunOptions) {
  const started = await inPipe(args, options);
  started.child.stdin?.end();
  const status = await started.ended;
  return {status, out: started.out(), err: started.err(), home: started.home};
}
