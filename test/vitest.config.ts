import {defineConfig} from 'vitest/config';

const path = (file: string) => new URL(file, import.meta.url).pathname;

export default defineConfig({
  test: {
    root: path('..'),
    include: ['test/**/*.test.{ts,tsx}'],
    // A loaded two-core machine must not fail a test: nothing here asserts on speed, so limits are generous.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: {poll: {timeout: 170_000, interval: 5}},
    globalSetup: [path('helpers/built-folder.ts')],
    setupFiles: [path('helpers/environment.ts')],
    maxWorkers: 2,
  },
});
