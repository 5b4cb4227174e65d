import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {builtProgram} from './built-program.js';

/** What is wrong with a value by one of the JSON Schemas that ship, such as `doctor`; null where nothing is. */
export async function faultsBy(name: string): Promise<(value: unknown) => unknown> {
  const schema = JSON.parse(await readFile(join(await builtProgram(), `dist/${name}.schema.json`), 'utf8'));
  const ajv = new Ajv2020({allErrors: true});
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return value => (validate(value) ? null : validate.errors);
}
