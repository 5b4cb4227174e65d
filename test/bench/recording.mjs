// Writes and reads a recording, beside the least that each could cost. Says one line of JSON a round.
import {closeSync, fsyncSync, openSync, readSync, rmSync, statSync} from 'node:fs';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {bytesOf} from '../../source/config/named-file.ts';
import {callIndexOf, readCallIndex, writeCallIndex} from '../../source/recording/call-index.ts';
import {createCallScan} from '../../source/recording/call-scan.ts';
import {openJournal} from '../../source/recording/journal.ts';
import {readRecording} from '../../source/recording/read.ts';
import {openRecording} from '../../source/recording/write.ts';
import {observationsOfCall} from './lib/calls.mjs';

const {folder, lines, batch, rounds, big} = JSON.parse(process.argv[2]);
const header = {version: 'bench', started: new Date().toISOString()};
const cpuMs = from => {
  const {user, system} = process.cpuUsage(from);
  return (user + system) / 1000;
};

/** Drafts of webhooks and replies; the journal gives them their number and time. */
const drafts = Array.from({length: Math.ceil(batch / 16)}, (_, call) => observationsOfCall(call, 0))
  .flat()
  .filter(({source}) => source !== 'api')
  .map(({seq, at, ...draft}) => draft);
const texts = drafts.map((draft, i) => `${JSON.stringify({seq: 1_000_000 + i, at: Date.now(), ...draft})}\n`);

async function ours(file) {
  const recording = await openRecording({file, ...header});
  const journal = openJournal({recording, onWritten: () => undefined});
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let done = 0; done < lines; done += batch) {
    let last;
    for (let i = 0; i < batch; i++) last = journal.emit(drafts[i % drafts.length]);
    await last.written;
  }
  const took = {ms: performance.now() - started, cpuMs: cpuMs(cpu), bytes: statSync(file).size};
  await journal.close();
  return took;
}

/** Lines that are ready, a batch a write. */
async function bare(file) {
  const handle = await open(file, 'w');
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let done = 0; done < lines; done += batch) {
    const block = [];
    for (let i = 0; i < batch; i++) block.push(texts[i % texts.length]);
    await handle.write(Buffer.from(block.join('')));
  }
  const took = {ms: performance.now() - started, cpuMs: cpuMs(cpu)};
  await handle.close();
  return took;
}

async function opened(file) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  let count = 0;
  for await (const observed of readRecording(await bytesOf(file))) count += observed.length;
  return {ms: performance.now() - started, cpuMs: cpuMs(cpu), count};
}

/** The calls of a recording by a glance at its lines, then by what is kept beside it. */
async function listed(file) {
  let cpu = process.cpuUsage();
  const scan = createCallScan();
  for await (const block of await bytesOf(file)) scan.add(block);
  const calls = scan.calls();
  const foundMs = cpuMs(cpu);
  const stat = statSync(file);
  await writeCallIndex(file, stat, calls);
  cpu = process.cpuUsage();
  const known = await readCallIndex(file, stat);
  const keptMs = cpuMs(cpu);
  rmSync(callIndexOf(file));
  return {foundMs, keptMs, calls: known.length};
}

/** Blocks, line ends and JSON.parse, and nothing made of it. */
function parsed(file) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const fd = openSync(file, 'r');
  const block = Buffer.allocUnsafe(1 << 20);
  let rest = Buffer.alloc(0);
  let count = 0;
  for (;;) {
    const read = readSync(fd, block);
    if (read === 0) break;
    const bytes = rest.length > 0 ? Buffer.concat([rest, block.subarray(0, read)]) : block.subarray(0, read);
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      if (JSON.parse(bytes.toString('utf8', from, end)).seq) count++;
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
  }
  closeSync(fd);
  return {ms: performance.now() - started, cpuMs: cpuMs(cpu), count};
}

for (let round = 0; round < rounds; round++) {
  const file = join(folder, `r${round}.ndjson`);
  const written = {ours: await ours(file), bare: await bare(`${file}.bare`)};
  const read = {ours: await opened(file), parsed: parsed(file), listed: await listed(file)};
  console.log(JSON.stringify({lines, written, read}));
  rmSync(file);
  rmSync(`${file}.bare`);
}
if (big) {
  const file = join(folder, 'big.ndjson');
  const handle = await open(file, 'w');
  await handle.write(`{"schema":"convo-monitor/recording@1","started":"","version":"bench"}\n`);
  const block = Buffer.from(texts.slice(0, 250).join('').repeat(40));
  for (let i = 0; i < big; i += 10_000) await handle.write(block);
  fsyncSync(handle.fd);
  await handle.close();
  console.log(JSON.stringify({lines: big, read: {ours: await opened(file), parsed: parsed(file)}}));
  rmSync(file);
}
