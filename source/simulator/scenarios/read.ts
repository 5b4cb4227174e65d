import type {Scenario} from './scenario.js';
import {scenarioSchema} from './schema.js';

/** What is wrong with a scenario's text, in words. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/**
 * Reads a scenario from YAML, of which JSON is a part.
 *
 * @param usualName what it is called when it does not say so.
 * @throws ScenarioError when it cannot be understood; the message says where.
 */
export async function readScenario(text: string, usualName: string): Promise<Scenario> {
  const {parse, YAMLParseError} = await import('yaml');
  let value: unknown;
  try {
    // What it would warn of, it would print.
    value = parse(text, {maxAliasCount: 100, logLevel: 'error'});
  } catch (error) {
    // The rest of the message draws the place.
    const [first = ''] = error instanceof YAMLParseError ? error.message.split('\n') : [String(error)];
    throw new ScenarioError(`${first.replace(/:$/, '')}.`);
  }
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return {summary: '', ...parsed.data, name: parsed.data.name ?? usualName};
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.');
  throw new ScenarioError(`${where ? `${where}: ` : ''}${issue?.message ?? 'no scenario'}.`);
}
