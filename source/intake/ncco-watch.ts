import {unwatchFile, watchFile} from 'node:fs';
import type {Draft} from '../call/observation.js';
import {counted} from '../text/counted.js';
import {whyUnreadable} from '../text/system-error.js';
import {type CheckNcco, placed} from './ncco-check.js';
import {readNccoFile} from './ncco-file.js';

type HealthDraft = Extract<Draft, {source: 'health'}>;

type WatchOptions = {
  file: string;
  check: CheckNcco | Promise<CheckNcco>;
  /** Whether an NCCO with errors is refused when a call comes. */
  strict: boolean;
  emit: (draft: HealthDraft) => void;
};

/** ms between two looks. Asking is what works with every editor, also with those that put a new file in the old one's place. */
const every = 250;

/** Checks an NCCO file now and after each edit, and says what it found without waiting for a call. */
export function watchNcco({file, check, strict, emit}: WatchOptions): {close(): void} {
  let isClosed = false;
  /** One look at a time, so that the last edit has the last word. */
  let looking = Promise.resolve();

  const look = (): void => {
    looking = looking.then(async () => {
      const judge = await check;
      const draft = await readNccoFile(file).then(
        text => judgement(file, judge(text), whatCallersGet(text, strict)),
        (error: unknown) => unreadable(file, error),
      );
      if (!isClosed) emit({source: 'health', part: 'ncco', ...draft});
    });
  };

  watchFile(file, {interval: every, persistent: false}, look);
  look();
  return {
    close() {
      isClosed = true;
      unwatchFile(file, look);
    },
  };
}

type Judgement = Pick<HealthDraft, 'state' | 'code' | 'text'>;

function judgement(file: string, findings: ReturnType<CheckNcco>, meanwhile: string): Judgement {
  const errors = findings.filter(({severity}) => severity === 'error');
  const [first] = [...errors, ...findings];
  if (!first) return {state: 'ok', code: 'ncco-good', text: `${file} is a good NCCO: nothing to remark.`};
  const rest = findings.length - 1;
  const said = `${file}, ${placed(first)}`;
  const more = rest === 0 ? '' : ` ${counted(rest, 'more remark')}: convo-monitor ncco ${file}`;
  if (errors.length === 0) return {state: 'ok', code: 'ncco-warnings', text: `${said}${more}`};
  return {state: 'failing', code: 'ncco-errors', text: `${said} ${meanwhile} until it is corrected.${more}`};
}

/** What is no array is never sent; any other error is Vonage's to refuse, unless `strict` comes before it. */
function whatCallersGet(text: string, strict: boolean): string {
  try {
    const isArray = Array.isArray(JSON.parse(text.replace(/^\uFEFF/, '')));
    if (isArray) return strict ? 'Callers hear an apology' : 'Calls fail';
  } catch {}
  return 'Callers hear a spoken default';
}

function unreadable(file: string, error: unknown): Judgement {
  const text = `${file} cannot be read: ${whyUnreadable(error)}. Callers hear a spoken default until it is back.`;
  return {state: 'failing', code: 'ncco-file', text};
}
