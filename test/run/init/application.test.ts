import {describe, expect, it} from 'vitest';
import {portOfScripts} from '../../../source/run/init/application.js';

const scripts = (all: Record<string, unknown>) => portOfScripts(JSON.stringify({scripts: all}))?.port;

describe('the port that package.json starts an application on', () => {
  it.each([
    ['PORT=4000 node app.js', 4000],
    ['cross-env NODE_ENV=development PORT=4000 node app.js', 4000],
    ['PORT=\u0024{PORT:-4000} node app.js', 4000],
    ['next dev -p 4000', 4000],
    ['next dev -p4000', 4000],
    ['vite --port 4000', 4000],
    ['vite --port=4000 --host', 4000],
    ['tsc && node app.js --port "4000"', 4000],
    ['node app.js', undefined],
    ['node app.js --port $PORT', undefined],
    ['tsc -p 4000.json', undefined],
    ['TEST_PORT=4000 node app.js', undefined],
    ['node app.js --port 70000', undefined],
    ['node app.js --port 0', undefined],
    ['ngrok http --port 3000 & PORT=4000 node app.js', 4000],
    ['npx convo-monitor --port 3000 | tee log', undefined],
  ])('of %j is %j', (script, port) => {
    expect(scripts({dev: script})).toBe(port);
  });

  it('is that of dev before that of start, and of no other script', () => {
    expect(scripts({start: 'PORT=1 x', dev: 'PORT=2 x'})).toBe(2);
    expect(scripts({start: 'PORT=1 x', dev: 'x'})).toBe(1);
    expect(scripts({test: 'PORT=1 x'})).toBeUndefined();
  });

  it.each(['', '{', '[]', '{"scripts": 1}', '{"scripts": {"dev": 1}}', '{"scripts": ["PORT=1 x"]}'])(
    'is not found in %j',
    text => {
      expect(portOfScripts(text)).toBeUndefined();
    },
  );
});
