import {describe, expect, it} from 'vitest';

type State = {current: string; changelog: string; changed: string};
const script = new URL('../../source/build/release.mjs', import.meta.url).href;
const {obstacle} = (await import(script)) as {obstacle: (version: string, state: State) => string | undefined};

const ready: State = {current: '0.1.9', changelog: '# Changelog\n\n## 0.1.10\n\n- Something.\n', changed: ''};

describe('a release', () => {
  it('goes on when the version is new, told of, and committed', () => {
    expect(obstacle('0.1.10', ready)).toBe(undefined);
  });

  it.each([
    ['', {}, 'Name the version'],
    ['v1', {}, 'Name the version'],
    ['0.1.8', {}, '0.1.8 is not above 0.1.9'],
    ['0.2.0', {}, 'CHANGELOG.md has no heading "## 0.2.0"'],
    ['0.1.10', {changed: ' M README.md'}, 'Commit first; these are changed:\n M README.md'],
  ])('of %j is refused: %j', (version, changes, why) => {
    expect(obstacle(version, {...ready, ...changes})).toContain(why);
  });
});
