import {existsSync, readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {keyTable} from '../source/output/key-table.js';

const readme = new URL('../README.md', import.meta.url);

describe('README.md', () => {
  it.skipIf(!existsSync(readme))('holds the table of keys that the program has', () => {
    const text = readFileSync(readme, 'utf8');
    const [, table] = /<!-- keys -->\n([\s\S]*?)<!-- \/keys -->/.exec(text) ?? [];
    const how = 'Put what `npx convo-monitor keys --format markdown` prints between <!-- keys --> and <!-- /keys -->.';
    expect(table, `README.md has no table of keys. ${how}`).toBeDefined();
    expect(table?.trim(), `The table of keys in README.md is not that of the program. ${how}`).toBe(
      keyTable('markdown').trim(),
    );
  });
});
