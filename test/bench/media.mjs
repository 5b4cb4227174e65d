// Measures sockets on which both sides speak in turns, as an agent's call goes. Says one line of JSON for each length, in µs of CPU a frame.
import {measureSocket} from '../../source/media/measure/socket.ts';

const {lengths, sockets} = JSON.parse(process.argv[2]);
const rate = 16_000;
const bytes = 640;

/** Frames of a voice, as loud as it goes. */
const voice = Array.from({length: 50}, (_, index) => {
  const frame = Buffer.alloc(bytes);
  for (let at = 0; at < bytes / 2; at++) {
    const loudness = 8000 * Math.abs(Math.sin((Math.PI * index) / 12));
    frame.writeInt16LE(Math.round(loudness * Math.sin(at * (0.05 + index / 500))), at * 2);
  }
  return frame;
});
const silence = Buffer.alloc(bytes);

/** Both speak in turns; the application sends four seconds at once. What became known is asked for every second. */
function pass(frames, take, ask = () => undefined) {
  for (let index = 0; index < frames / 2; index++) {
    const at = index * 20;
    const turn = index % 200;
    take('vonage', turn < 100 ? voice[index % 50] : silence, at);
    if (turn === 120)
      for (let each = 0; each < 200; each++) take('application', each < 75 ? voice[each % 50] : silence, at);
    if (index % 50 === 0) ask(at);
  }
}

let seen = 0;
/** What reading each sample once takes. */
function read(_, frame) {
  let sum = 0;
  for (let at = 0; at < frame.length; at += 2) sum += ((frame[at] | (frame[at + 1] << 8)) << 16) >> 16;
  seen += sum;
}

function cpuOf(run, frames) {
  const from = process.cpuUsage();
  run();
  const {user, system} = process.cpuUsage(from);
  return (user + system) / frames;
}

for (const frames of lengths) {
  const measures = Array.from({length: sockets}, () => measureSocket({rate}));
  const empty = cpuOf(() => {
    for (let each = 0; each < sockets; each++) pass(frames, read);
  }, frames * sockets);
  let turns = 0;
  const taken = cpuOf(() => {
    for (const {audio, settled} of measures)
      pass(frames, audio, at => {
        turns += settled(at).length;
      });
  }, frames * sockets);
  const at = frames * 10;
  if (turns === 0 || seen === 1) throw new Error('no turn was found');
  const levels = cpuOf(() => {
    for (let each = 0; each < 100; each++) for (const measure of measures) measure.levels(at + each);
  }, sockets * 100);
  console.log(JSON.stringify({frames, empty, taken, levels}));
}
