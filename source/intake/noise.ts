import type {Draft} from '../call/observation.js';

type HealthDraft = Extract<Draft, {source: 'health'}>;

export type Noise = {
  /** Counts one refused request; `text` is a sentence for people. What it is about, such as a path, is counted apart, while there are few. */
  note(code: string, text: string, about?: string): void;
  /** Whether one more refused webhook may be kept whole: a few of them teach something, thousands fill the disk. */
  admit(code: string, text: string): boolean;
  /** Reports what was counted and not told yet. */
  close(): void;
};

/** So many things are counted apart at a time. */
const TOLD_APART = 20;

/** Refused webhooks that are kept whole before only their number is. */
const refusedKept = 20;

/**
 * Requests that are no webhook, such as a scanner's: the first of a kind is reported at once, what follows only as a
 * count every `everyMs`, so that nobody can flood the recording or the screen from outside.
 */
export function noiseOf(emit: (draft: HealthDraft) => void, everyMs = 10_000): Noise {
  let windowStart = Number.NEGATIVE_INFINITY;
  let admitted = 0;
  /** Code, and what it is about → how many came since the last report, and the latest of them. */
  const counts = new Map<string, {code: string; count: number; text: string; timer: NodeJS.Timeout}>();

  const report = (code: string, text: string): void =>
    emit({source: 'health', part: 'listener', state: 'ok', code, text});

  function tell(key: string): void {
    const counted = counts.get(key);
    if (!counted) return;
    clearTimeout(counted.timer);
    counts.delete(key);
    if (counted.count === 0) return;
    report(
      counted.code,
      counted.count === 1 ? counted.text : `${counted.text} (${counted.count} such requests since the last report)`,
    );
  }

  function note(code: string, text: string, about = ''): void {
    const key = counts.size < TOLD_APART ? `${code} ${about}` : code;
    const counted = counts.get(key);
    if (counted) {
      counted.count++;
      counted.text = text;
      return;
    }
    counts.set(key, {code, count: 0, text: '', timer: setTimeout(tell, everyMs, key).unref()});
    report(code, text);
  }

  return {
    note,
    admit(code, text) {
      const now = performance.now();
      if (now - windowStart > everyMs) {
        windowStart = now;
        admitted = 0;
      }
      admitted++;
      if (admitted > refusedKept) note(code, text);
      return admitted <= refusedKept;
    },
    close: () => {
      for (const code of [...counts.keys()]) tell(code);
    },
  };
}
