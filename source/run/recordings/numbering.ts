import type {Observation} from '../../call/observation.js';

/** The seqs of one recording, and what they have become. */
export type SeqMap = Map<number, number>;

export type Numbering = {
  /** An observation of the recording `from`, with the next number, and the numbers of those that it is about. */
  next(observation: Observation, from: number, seqs: SeqMap): Observation;
  /** From which recording the one of that number came, and its seq there. */
  originOf(seq: number): {from: number; seq: number} | undefined;
};

/** Numbers the observations of several recordings as those of one. */
export function createNumbering(): Numbering {
  const froms: number[] = [];
  const before: number[] = [];
  return {
    next(observation, from, seqs) {
      froms.push(from);
      before.push(observation.seq);
      seqs.set(observation.seq, froms.length);
      return renumbered(observation, froms.length, seqs);
    },
    originOf(seq) {
      const [from, old] = [froms[seq - 1], before[seq - 1]];
      return from === undefined || old === undefined ? undefined : {from, seq: old};
    },
  };
}

/** Behind so many others, with all that it is about. */
export function shifted(o: Observation, by: number): Observation {
  return by === 0 ? o : renumbered(o, o.seq + by, {get: seq => seq + by});
}

/** With its new number, and those of the observations that it is about. */
export function renumbered(o: Observation, seq: number, seqs: Pick<ReadonlyMap<number, number>, 'get'>): Observation {
  // What is not in the recording has no number: nothing is about itself.
  const about = (to: number) => seqs.get(to) ?? seq;
  if (o.source === 'reply') return {...o, seq, to: about(o.to)};
  if (o.source === 'control' && o.resent) return {...o, seq, resent: {...o.resent, to: about(o.resent.to)}};
  if (o.source === 'control' && o.note) return {...o, seq, note: {...o.note, to: about(o.note.to)}};
  return {...o, seq};
}
