import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';

const source = join(import.meta.dirname, '../source');

/** The simulator is a stand-in for Vonage, which shares none of the monitor's logic: its words are its own. */
const houseOf = (file: string): string => (file.startsWith('simulator/') ? 'simulator' : 'monitor');

const exported = /^export (?:abstract )?(?:(?:type|interface|class|enum) (\w+)|function ([A-Z]\w*))/gm;

it('the name of an exported type or component belongs to one module', () => {
  const modules = new Map<string, string[]>();
  for (const file of readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(each => /\.tsx?$/.test(each))) {
    for (const [, type, component] of readFileSync(join(source, file), 'utf8').matchAll(exported)) {
      const key = `${type ?? component} of the ${houseOf(file)}`;
      modules.set(key, [...(modules.get(key) ?? []), file]);
    }
  }
  expect(modules.size).toBeGreaterThan(100);
  expect([...modules].filter(([, files]) => files.length > 1)).toEqual([]);
});
