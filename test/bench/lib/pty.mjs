// A node program in a pseudo-terminal.
import {spawn} from '@lydell/node-pty';
import {cleanEnv, measured} from './children.mjs';

let number = 0;
const running = new Set();

/** Starts node with these arguments. `painted` resolves, with the time, when the first visible character comes out. */
export async function openPty(
  args,
  {folder, columns = 80, rows = 24, env = {}, onData = () => undefined, measure = true},
) {
  const {args: before, env: cpu} = measure ? measured(folder, `pty-${++number}`) : {args: [], env: {}};
  const pty = spawn(process.execPath, [...before, ...args], {
    cols: columns,
    rows,
    name: 'xterm-256color',
    cwd: folder,
    env: cleanEnv(folder, {...env, ...cpu}),
  });
  running.add(pty);
  let isOver = false;
  let onPainted = () => undefined;
  const painted = new Promise(resolve => {
    onPainted = resolve;
  });
  let start = '';
  let isPainted = false;
  pty.onData(data => {
    onData(data);
    if (isPainted) return;
    start += data;
    // Sequences that only set the terminal up show nothing.
    if (!/[^\s]/.test(start.replace(/\x1b\[[\d;?]*[A-Za-z]/g, ''))) return;
    isPainted = true;
    onPainted(performance.now());
  });
  const gone = new Promise(resolve =>
    pty.onExit(() => {
      isOver = true;
      running.delete(pty);
      resolve();
    }),
  );
  const orGone = Promise.race([
    painted,
    gone.then(() => Promise.reject(new Error('the program ended before it painted'))),
  ]);
  // Whoever does not wait for it does not care.
  orGone.catch(() => undefined);
  return {
    pid: pty.pid,
    cpuFile: cpu.BENCH_CPU,
    painted: orGone,
    async stop() {
      if (!isOver) process.kill(pty.pid, 'SIGKILL');
      await gone;
    },
  };
}

process.on('exit', () => {
  for (const {pid} of running) process.kill(pid, 'SIGKILL');
});
