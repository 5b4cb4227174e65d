// The listener with an agent behind it, whose WebSockets pass as bytes; with `tap` they are looked at, too. Says what it has used when it is asked.
import {getHeapCodeStatistics} from 'node:v8';
import {startListener} from '../../source/intake/listener.ts';
import {watchSockets} from '../../source/media/watch.ts';

const {to, tap} = JSON.parse(process.argv[2]);
let seq = 0;
let bytes = 0;
/** As much as a recording would have. */
const emit = draft => {
  const observation = {seq: ++seq, at: Date.now(), ...draft};
  bytes += JSON.stringify(observation).length;
  return {observation, written: Promise.resolve(true)};
};
const watch = tap ? watchSockets(emit) : undefined;
const {port} = await startListener({port: 0, sockets: {to: [{url: to}]}}, emit, undefined, watch);
// The screen asks for the meters so often.
setInterval(() => watch?.meters(), 250).unref();

process.on('message', ({kind}) => {
  if (kind === 'memory') for (let i = 0; i < 3; i++) globalThis.gc();
  const {user, system} = process.cpuUsage();
  const {heapUsed, external} = process.memoryUsage();
  // Compiled code is there once for all legs, and goes with the last.
  const {code_and_metadata_size: code} = getHeapCodeStatistics();
  process.send({cpuMs: (user + system) / 1000, memory: heapUsed + external - code, observed: bytes});
});
process.on('disconnect', () => process.exit());
process.send({port});
