import {setTimeout} from 'node:timers/promises';

/** What keeps Node awake, but for what the test runner itself has. */
const active = () => process.getActiveResourcesInfo().filter(name => /Timeout|TCP/.test(name));

/** Waits until nothing is left that keeps Node awake. Not `until`, nor Vitest's poll: their own timers do. */
export async function idle(): Promise<void> {
  for (let turns = 0; active().length > 0; turns++) {
    if (turns > 10_000) throw new Error(`There is still: ${active().join(', ')}`);
    await setTimeout(5);
  }
}
