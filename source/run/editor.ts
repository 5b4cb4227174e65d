import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {positionsIn, readJson} from '../text/json-positions.js';
import {messageOf} from '../text/system-error.js';
import {type Lent, runLent, wordsOf} from './lent-program.js';
import {firstProgram} from './programs.js';

export type EditorOptions = Omit<Lent, 'folder'> & {
  /** Gives the terminal away while something runs. */
  lend: (run: () => Promise<void>) => Promise<void>;
  /** Asks on the terminal that is given away, and waits for a key. */
  ask: (question: string) => Promise<string>;
};

/** What somebody made of a text, or why there is nothing to go on with, in words. */
export type Edited = {text: string} | {why: string; tone: 'good' | 'bad'};

const bad = (why: string): Edited => ({why, tone: 'bad'});
const nothing = (why: string): Edited => ({why, tone: 'good'});

/**
 * Lets somebody edit a body in `$VISUAL`, `$EDITOR` or an editor that is there, with the terminal handed over: JSON indented, and asked about where it is
 * none any more. The file is its owner's alone, and gone afterwards. Never rejects.
 */
export async function editInEditor(body: string, options: EditorOptions): Promise<Edited> {
  const {env, lend} = options;
  const [editor = firstProgram(['nano', 'vim', 'vi'], env), ...args] = wordsOf(env.VISUAL || env.EDITOR || '');
  if (editor === undefined) return bad('There is no editor here: set EDITOR to a program that edits files.');
  if (firstProgram([editor], env) === undefined)
    return bad(`The editor ${editor} is not to be found: set EDITOR to one that is.`);
  const shown = indented(body);
  const isJson = 'root' in readJson(body);
  let edited = bad('The editor was ended.');
  try {
    const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-'));
    const file = join(folder, isJson ? 'webhook.json' : 'webhook.txt');
    try {
      await writeFile(file, `${shown}\n`, {mode: 0o600, flag: 'wx'});
      await lend(async () => {
        do {
          const status = await runLent(editor, [...args, file], {...options, folder});
          edited = status === 0 ? editedOf(await readFile(file, 'utf8'), shown) : bad(endedText(editor, status));
        } while (isJson && 'text' in edited && (await isToBeEdited(edited, options)));
      });
    } finally {
      await rm(folder, {recursive: true, force: true});
    }
  } catch (error) {
    return bad(`The editor ${editor} could not be started: ${messageOf(error)}`);
  }
  return edited;

  /** Asks about what is no JSON: edited again, sent as it is, or not at all. */
  async function isToBeEdited({text}: {text: string}, {ask, signal}: EditorOptions): Promise<boolean> {
    const json = readJson(text);
    if ('root' in json || signal.aborted) return false;
    const {line, column} = positionsIn(text)(json.problem.offset);
    const said = `This is not JSON: line ${line}, column ${column}. ${json.problem.text}`;
    const key = (
      await ask(`${said}\ne: edit it again   s: send it as it is   any other key: send nothing `)
    ).toLowerCase();
    if (key === 'e') return true;
    if (key !== 's') edited = nothing('Nothing was sent.');
    return false;
  }
}

/** JSON as people read it; what would not come out of it as it is, such as a number of twenty digits, stays as it came. */
function indented(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return JSON.stringify(value) === body ? JSON.stringify(value, null, 2) : body;
  } catch {
    return body;
  }
}

/** Editors end the last line, whether there was an end or not. */
function editedOf(saved: string, shown: string): Edited {
  const text = saved.replace(/\r?\n$/, '');
  if (text.trim() === '') return nothing('Nothing was sent: the body was emptied.');
  return text === shown ? nothing('Nothing was changed, and nothing sent.') : {text};
}

function endedText(editor: string, status: number | undefined): string {
  return `Nothing was sent: ${editor} ended ${status === undefined ? 'by a signal' : `with ${status}`}.`;
}
