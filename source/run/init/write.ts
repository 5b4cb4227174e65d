import {join, relative, sep} from 'node:path';
import {type ConfigInput, projectFolder} from '../../config/candidates.js';
import {OURS} from '../../config/files.js';
import {settingsSchema} from '../../config/schema.js';
import {writeText} from '../../output/write-file.js';
import {jsonText} from '../../text/json.js';
import {codeOf} from '../../text/system-error.js';
import type {Proposed} from './proposed.js';

/** Where a project that depends on this package has the schema. */
const INSTALLED = 'node_modules/convo-monitor/dist/settings.schema.json';
const BESIDE = 'convo-monitor.schema.json';

/**
 * What `$schema` is to say: the schema of the package that the project depends on, which is always of its version; else a copy beside
 * the settings. Either is found by every editor, in everybody's clone and without a network, which the path of a global install is not.
 */
export function schemaFor(input: ConfigInput): string {
  const folder = projectFolder(input, INSTALLED);
  if (folder === undefined) return `./${BESIDE}`;
  const up = relative(input.cwd, folder).split(sep).join('/');
  return `${up === '' ? '.' : up}/${INSTALLED}`;
}

/** The settings file as text. */
export function settingsText($schema: string, proposed: readonly Proposed[]): string {
  const settings = Object.fromEntries(proposed.map(({name, value}) => [name, value]));
  return `${jsonText({$schema, ...settings}, 2)}\n`;
}

/** Writes the settings into the working folder, and the schema beside them where that is what they name. Throws `WriteError`. */
export async function writeSettings({cwd}: ConfigInput, text: string, $schema: string): Promise<string[]> {
  const schema = $schema === `./${BESIDE}` && (await writeSchema(join(cwd, BESIDE)));
  await writeText(text, {file: join(cwd, OURS)}, 'The settings file');
  return [`./${OURS}`, ...(schema ? [`./${BESIDE}`] : [])];
}

/** False where there is one, which is left alone. */
async function writeSchema(file: string): Promise<boolean> {
  try {
    await writeText(`${jsonText(settingsSchema(), 2)}\n`, {file}, 'The schema of the settings');
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}
