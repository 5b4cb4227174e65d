import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {keyTable} from '../source/output/key-table.js';
import {optionTable} from '../source/program/option-table.js';

const readme = new URL('../README.md', import.meta.url);

describe.skipIf(!existsSync(readme))('README.md', () => {
  it.each([
    ['keys', keyTable('markdown'), 'keys --format markdown'],
    ['options', optionTable(), 'config --format markdown'],
  ])('holds the table of %s that the program has', (name, due, printed) => {
    const [, table] =
      new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`).exec(readFileSync(readme, 'utf8')) ?? [];
    const how = `Put what \`npx convo-monitor ${printed}\` prints between <!-- ${name} --> and <!-- /${name} -->.`;
    expect(table, `README.md has no table of ${name}. ${how}`).toBeDefined();
    expect(table?.trim(), `The table of ${name} in README.md is not that of the program. ${how}`).toBe(due.trim());
  });
});
