import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.{ts,tsx}'],
    // A loaded two-core machine must not fail a test: nothing here asserts on speed, so limits are generous.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    setupFiles: ['test/helpers/environment.ts'],
    maxWorkers: 2,
  },
});
