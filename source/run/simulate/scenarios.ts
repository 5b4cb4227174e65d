import {basename, extname} from 'node:path';
import * as z from 'zod';
import {readNamed} from '../../config/named-file.js';
import {FileError} from '../../config/problem.js';
import {findScenario, readScenario, type Scenario, scenarios} from '../../simulator/index.js';
import {scenarioSchema} from '../../simulator/scenarios/schema.js';
import {jsonText} from '../../text/json.js';
import {whyUnreadable} from '../../text/system-error.js';

/** A line for each scenario; as JSON also how many calls it places. */
export function listOfScenarios(isJson = false): string {
  if (isJson) return `${jsonText(scenarios.map(listed), 2)}\n`;
  return scenarios.map(({name, summary}) => `${name.padEnd(20)} ${summary}\n`).join('');
}

const listed = ({name, summary, calls, mix}: Scenario) => ({name, summary, calls: mix?.length ?? calls?.count ?? 1});

/** The JSON Schema of scenario files, for editors. */
export function schemaOfScenarios(): string {
  return `${JSON.stringify(z.toJSONSchema(scenarioSchema), null, 2)}\n`;
}

/**
 * The scenarios that were asked for: by name, or as files (whatever has an extension or a slash).
 * @throws Error when there is none of that name, FileError when a file cannot be read or understood.
 */
export async function scenariosOf(names: readonly string[]): Promise<Scenario[]> {
  return Promise.all(names.map(name => (/[./\\]/.test(name) ? scenarioIn(name) : findScenario(name))));
}

/** Bytes of a scenario file; ours have some hundreds. */
const MOST_BYTES = 1024 * 1024;

async function scenarioIn(file: string): Promise<Scenario> {
  const text = await readNamed(file, MOST_BYTES).catch((error: unknown) => {
    throw new FileError(`${file} cannot be read: ${whyUnreadable(error)}. Name a scenario (see --list), or its file.`);
  });
  try {
    const scenario = await readScenario(text.toString(), basename(file, extname(file)));
    for (const [name] of scenario.mix ?? []) findScenario(name);
    return scenario;
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new FileError(`${file}: ${why} What a scenario holds: convo-monitor simulate --schema`);
  }
}
