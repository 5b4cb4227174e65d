import {levelOf, powerOf} from './level.js';

/** Pieces that there is room for at first: applications that keep to real time need no more. */
const leastRoom = 64;

/** Levels are kept in half decibels: 0 is the loudest that there is. */
const loudestLevel = 4;
const powers = Float64Array.from({length: 256}, (_, index) => powerOf(loudestLevel - index / 2));
const indexOf = (power: number) => Math.min(255, Math.max(0, Math.round((loudestLevel - levelOf(power)) * 2)));

/** Marks the last piece of a message, beside when it was sent. */
const lastOfMessage = 0x8000_0000;

/**
 * Audio that waits, first in, first out: of each piece of 10 ms its level and when it was sent. Six bytes each.
 * `mostRoom`: pieces that may wait.
 */
export function createPieces(rate: number, mostRoom: number) {
  let levels = new Uint8Array(leastRoom);
  /** Samples of each: no more than 240. */
  let lengths = new Uint8Array(leastRoom);
  /** Tenths of ms, enough for two days; and the mark. */
  let sent = new Uint32Array(leastRoom);
  let [head, count, samples, messages] = [0, 0, 0, 0];

  function grow(): void {
    const order = Array.from({length: count}, (_, index) => (head + index) % levels.length);
    const room = Math.min(levels.length * 2, mostRoom);
    const [oldLevels, oldLengths, oldSent] = [levels, lengths, sent];
    [levels, lengths, sent] = [new Uint8Array(room), new Uint8Array(room), new Uint32Array(room)];
    order.forEach((from, to) => {
      levels[to] = oldLevels[from] as number;
      lengths[to] = oldLengths[from] as number;
      sent[to] = oldSent[from] as number;
    });
    head = 0;
  }

  const headSamples = () => lengths[head] as number;
  const isLast = (place: number) => (sent[place] as number) >= lastOfMessage;

  return {
    /** False where there is no room. */
    add(power: number, length: number, at: number): boolean {
      if (count === levels.length && count < mostRoom) grow();
      if (count === levels.length) return false;
      const place = (head + count++) % levels.length;
      levels[place] = indexOf(power);
      lengths[place] = length;
      sent[place] = Math.round(at * 10) % lastOfMessage;
      samples += length;
      return true;
    },
    /** What was added last is the end of a message. */
    endMessage(): void {
      if (count === 0) return;
      const place = (head + count - 1) % sent.length;
      if (isLast(place)) return;
      sent[place] = (sent[place] as number) + lastOfMessage;
      messages++;
    },
    drop(): void {
      samples -= headSamples();
      if (isLast(head)) messages--;
      head = (head + 1) % levels.length;
      count--;
    },
    empty(): void {
      [head, count, samples, messages] = [0, 0, 0, 0];
    },
    /** ms that the first piece lasts; 0 where there is none. */
    get headMs() {
      return count === 0 ? 0 : (headSamples() / rate) * 1000;
    },
    get headPower() {
      return powers[levels[head] as number] as number;
    },
    get headSentAt() {
      return ((sent[head] as number) % lastOfMessage) / 10;
    },
    /** ms of all of it. */
    get ms() {
      return (samples / rate) * 1000;
    },
    get messages() {
      return messages;
    },
  };
}
