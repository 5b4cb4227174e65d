import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import {describe, expect, it, onTestFinished} from 'vitest';
import {lineWriter} from '../../source/output/lines.js';
import {startObserver} from '../../source/run/observer/thread.js';
import {panes} from '../../source/screen/panes.js';
import {createFeed} from '../../source/store/feed.js';
import {createStore} from '../../source/store/store.js';
import {factOf} from '../../source/vonage/facts.js';
import {keysIn} from '../helpers/session.js';
import {calls, type Kind} from '../helpers/several-calls.js';
import {until} from '../helpers/until.js';
import {exchange} from '../intake/exchange.js';
import {temporaryFolder} from '../recording/folder.js';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

/** MB that are in use, and nothing that could be given back. */
function heapInUse(): number {
  for (let n = 0; n < 3; n++) collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
}

/** How much can be reached from there: the entries of maps, sets, lists and objects, and the elements of columns. */
function sizeOf(root: unknown): number {
  const found = new Set<unknown>([root]);
  let size = 0;
  for (const each of found) {
    if (typeof each !== 'object' || each === null) continue;
    if (ArrayBuffer.isView(each)) size += each.byteLength / 8;
    else {
      const entries = each instanceof Map || each instanceof Set ? [...each].flat() : Object.values(each);
      size += entries.length;
      for (const entry of entries) if (typeof entry === 'object') found.add(entry);
    }
  }
  return size;
}

describe('a monitor that runs for a day', () => {
  const kinds: readonly Kind[] = ['talked', 'busy', 'menu', 'moved', 'crowd'];
  const callsAnHour = 20;

  it('takes no more in its last hour than in its sixth, where the oldest calls are let go', async () => {
    const day = calls(
      ...Array.from({length: 24 * callsAnHour}, (_, n) => {
        const kind = kinds[n % kinds.length] ?? 'talked';
        return [kind, (n * 3600) / callsAnHour] as const;
      }),
    );
    const first = day[0]?.at ?? 0;
    const hours = Array.from({length: 24}, (_, n) => day.filter(({at}) => Math.floor((at - first) / 3_600_000) === n));
    day.length = 0;

    const feed = createFeed(factOf);
    const store = createStore({
      feed,
      panes,
      now: () => feed.world().now,
      onEffect: () => undefined,
      payload: async () => undefined,
    });
    onTestFinished(() => store.close());
    store.resize(120, 40);
    const writers = (['text', 'ndjson'] as const).map(format => lineWriter({format}));
    for (const {add} of writers) feed.listen({each: add});

    const sizes: number[] = [];
    const heap: number[] = [];
    for (const hour of hours) {
      feed.take(hour.splice(0));
      for (const {take} of writers) expect(take().out).not.toEqual([]);
      for (const key of keysIn('1 Down Down 3 Up Up Space m v v v v Enter Esc')) store.press(key);
      while (feed.world().conversations.size > callsAnHour) feed.forget(0.3);
      sizes.push(sizeOf([feed.world(), store.getSnapshot()]));
      heap.push(heapInUse());
    }
    expect(feed.world().forgotten?.calls).toBeGreaterThan(22 * callsAnHour);
    const late = (all: readonly number[]) => Math.max(...all.slice(-3)) - Math.max(...all.slice(3, 6));
    expect(late(sizes), sizes.join(' ')).toBeLessThan((sizes[5] ?? 0) / 10);
    expect(late(heap), heap.map(mb => mb.toFixed(1)).join(' ')).toBeLessThan(3);
  });

  it.skipIf(process.platform !== 'linux')(
    'leaves no file, connection or timer open behind a thousand webhooks',
    async () => {
      const file = join(await temporaryFolder(), 'r.ndjson');
      const {url, close} = await startObserver({
        version: '0.0.0-test',
        listen: {port: 0},
        record: {file},
        inProcess: true,
        onObservations: () => undefined,
        onFailure: error => {
          throw error;
        },
      });
      onTestFinished(async () => void (await close()));
      const open = () => [
        readdirSync('/proc/self/fd').length,
        process.getActiveResourcesInfo().filter(name => /TCP|FSReq|Timeout/.test(name)).length,
      ];
      const send = (n: number) => exchange(`${url}/webhooks/event`, {method: 'POST', body: `{"n":${n}}`});
      await send(0);
      const before = open();
      for (let n = 0; n < 1000; n += 50) await Promise.all(Array.from({length: 50}, (_, i) => send(n + i)));
      await until(() => {
        for (const [i, count] of open().entries()) expect(count).toBeLessThanOrEqual((before[i] ?? 0) + 2);
      });
    },
  );
});
