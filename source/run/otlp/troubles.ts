import type {Signal} from '../../config/collectors.js';

/** Why something was not taken: `code` is the same for the same reason. */
export type Trouble = {code: string; text: string};

export type Troubles = {
  /** Takes what became of the last request of one of the two; undefined where it was taken. */
  told(signal: Signal, trouble: Trouble | undefined): void;
  of(signal: Signal): Trouble | undefined;
};

/**
 * Says once what is wrong with one of the two, whatever becomes of the other meanwhile: what takes metrics alone refuses each trace. `say` learns of
 * what is wrong now, and of nothing when all is well again.
 */
export function createTroubles(say: (trouble: Trouble | undefined) => void): Troubles {
  const failing = new Map<Signal, Trouble>();
  let said: Trouble | undefined;
  return {
    told(signal, trouble) {
      const isNew = trouble && trouble.code !== failing.get(signal)?.code;
      if (trouble) failing.set(signal, trouble);
      else failing.delete(signal);
      const all = [...failing.values()];
      const next = isNew ? trouble : (all.find(({code}) => code === said?.code) ?? all[0]);
      if (next?.code !== said?.code) say(next);
      said = next;
    },
    of: signal => failing.get(signal),
  };
}
