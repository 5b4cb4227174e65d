// Every process that the bench starts: started here, measured here, ended here.
import {spawn} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {connect, createServer} from 'node:net';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const running = new Set();
const preload = new URL('../cpu.mjs', import.meta.url).href;

/** Where a program of test/bench is. */
export const childFile = name => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Arguments for node that let `cpuOf` ask the program, and its environment. */
export function measured(folder, id) {
  return {args: ['--import', preload], env: {BENCH_CPU: join(folder, `cpu-${id}.json`)}};
}

/** An environment in which the user's own settings and files change nothing. */
export function cleanEnv(folder, extra = {}) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VONAGE|NEXMO|CONVO|XDG|NODE_|npm_|CI$|NO_COLOR|FORCE_COLOR)/i.test(name),
  );
  return {...Object.fromEntries(kept), HOME: folder, TERM: 'xterm-256color', ...extra};
}

let number = 0;

/** Starts a program whose output is read only as far as `onLine` wants; resolves at once. */
export function start(command, args, {folder, env = {}, onLine, ipc = false, cwd = folder} = {}) {
  const child = spawn(command, args, {
    cwd,
    env: cleanEnv(folder, env),
    stdio: ['ignore', onLine ? 'pipe' : 'ignore', 'ignore', ...(ipc ? ['ipc'] : [])],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', text => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  return child;
}

/** Starts a node program that answers `cpuOf`. */
export function startNode(args, {folder, env = {}, ...options}) {
  const {args: before, env: cpu} = measured(folder, ++number);
  const child = start(process.execPath, [...before, ...args], {folder, env: {...env, ...cpu}, ...options});
  child.cpuFile = cpu.BENCH_CPU;
  return child;
}

/** CPU that a process has used so far, ms, by its own `process.cpuUsage`. */
export async function cpuOf({pid, cpuFile}) {
  rmSync(cpuFile, {force: true});
  process.kill(pid, 'SIGUSR2');
  for (let waited = 0; waited < 5000; waited += 2) {
    if (existsSync(cpuFile)) return JSON.parse(readFileSync(cpuFile, 'utf8')).cpuMs;
    await sleep(2);
  }
  return Number.NaN;
}

/** Ends a process that the bench started, and waits until it is gone. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

export async function stopAll() {
  await Promise.all([...running].map(stop));
}

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A loopback port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const {port} = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Resolves when something accepts connections on a loopback port; asks every `everyMs`. */
export async function listening(port, {everyMs = 3, withinMs = 20_000} = {}) {
  const end = performance.now() + withinMs;
  for (;;) {
    if (await connects(port)) return;
    if (performance.now() > end) throw new Error(`Nothing listens on port ${port} after ${withinMs} ms.`);
    await sleep(everyMs);
  }
}

function connects(port) {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** The next message of a child. */
export function said(child) {
  return new Promise((resolve, reject) => {
    const ended = code => reject(new Error(`a process of the bench ended with ${code}`));
    child.once('exit', ended);
    child.once('message', message => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

/** What a child answers to a message. */
export function asked(child, message) {
  const answer = said(child);
  child.send(message);
  return answer;
}
