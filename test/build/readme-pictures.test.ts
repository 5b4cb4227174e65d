import {access, readFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';

type Change = (readme: string, described: {version: string; repository: {url: string}}) => string;
const root = new URL('../../', import.meta.url);
const script = new URL('source/build/readme-pictures.mjs', root).href;
const {withAddresses, withPaths} = (await import(script)) as {withAddresses: Change; withPaths: Change};

const described = {version: '1.2.3', repository: {url: 'git+https://github.com/somebody/something.git'}};
const base = 'https://raw.githubusercontent.com/somebody/something/v1.2.3/';
const readme = await readFile(new URL('README.md', root), 'utf8');

describe('the pictures of README.md', () => {
  it('have whole addresses on the page of the package, at the tag of its version', async () => {
    const ours = JSON.parse(await readFile(new URL('package.json', root), 'utf8'));
    const shown = [...withAddresses(readme, ours).matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, url]) => url ?? '');
    expect(shown.length).toBeGreaterThan(0);
    for (const url of shown) {
      const [, tag, path = ''] =
        /^https:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/([^/]+)\/(.+\.svg)$/.exec(url) ?? [];
      expect(tag).toBe(`v${ours.version}`);
      await access(new URL(path, root));
    }
  });

  it('have paths in a clone, before packing and after it', () => {
    expect(readme).not.toMatch(/!\[[^\]]*\]\(https?:/);
    expect(withPaths(withAddresses(readme, described), described)).toBe(readme);
  });

  it('are left where they are when they have an address already, and links are no pictures', () => {
    const text = '![a](https://example.com/a.svg) [b](test/b.svg)';
    expect(withAddresses(text, described)).toBe(text);
    expect(withAddresses(withAddresses('![a](a.svg)', described), described)).toBe(`![a](${base}a.svg)`);
  });
});
