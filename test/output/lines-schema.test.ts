import {Ajv2020} from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import {describe, expect, it} from 'vitest';
import * as z from 'zod';
import {lineSchema} from '../../source/output/lines-schema.js';
import {linesFrom} from '../helpers/lines.js';
import {observationsIn, recordedScenarios} from '../helpers/recorded-scenarios.js';

const ajv = new Ajv2020({allErrors: true});
addFormats.default(ajv);
const validate = ajv.compile(z.toJSONSchema(lineSchema, {io: 'input'}));

async function linesOf(file: string): Promise<string[]> {
  const lines = linesFrom({format: 'ndjson'});
  return [...lines.take(await observationsIn(file)).out, ...lines.finish().out];
}

describe('the JSON Schema of NDJSON lines', () => {
  it.each(recordedScenarios)('fits every line of $name', async ({file}) => {
    const lines = await linesOf(file);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(validate(JSON.parse(line)) ? [] : validate.errors, line).toEqual([]);
  });

  it('refuses a line of another version, of another kind, or with a field of another type', () => {
    const line = {schema: 1, kind: 'end', seq: 7, conversation: 'CON-1', at: '2026-11-20T09:00:00.000Z', name: null};
    const whole = {...line, ok: true, legs: 2, talkMs: null, cost: null, problems: 0, verdict: 'Talked.'};
    expect(validate(whole)).toBe(true);
    expect(validate({...whole, added: 'by a later version'})).toBe(true);
    for (const wrong of [{schema: 2}, {kind: 'ended'}, {at: '9:40'}, {legs: '2'}, {verdict: undefined}])
      expect(validate(JSON.parse(JSON.stringify({...whole, ...wrong}))), JSON.stringify(wrong)).toBe(false);
  });
});
