import v8 from 'node:v8';
import vm from 'node:vm';
import {describe, expect, it} from 'vitest';
import {findScenario, scenarios} from '../../source/simulator/index.js';
import {idle} from './idle.js';
import {start} from './start.js';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

/** MB that are in use, and nothing that could be given back. */
function heapInUse(): number {
  for (let n = 0; n < 3; n++) collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
}

const callsAnHour = 120;
const hourMs = 3_600_000;
const single = scenarios.filter(({mix, calls, says}) => !mix && !calls && !says).map(({name}) => name);

/** An hour's calls, of all kinds in turn. */
function hour(n: number) {
  const mix = Array.from({length: callsAnHour}, (_, i): [string, number] => [
    single[(n * callsAnHour + i) % single.length] ?? 'answered',
    (i * hourMs) / callsAnHour,
  ]);
  return {name: 'hour', summary: '', mix};
}

describe('a simulator that runs for long', () => {
  it('leaves no timer, no connection and no memory behind in ten hours', {timeout: 300_000}, async () => {
    const run = await start(
      ({path, query, method}) => {
        // What the application keeps would be counted, too.
        run.server.got.length = 0;
        if (path !== '/answer' || method !== 'GET') return {};
        const scenario = run.vonage.scenarioOf(query.uuid ?? '');
        const ncco = JSON.stringify(scenario?.ncco ?? []).replaceAll('{event}', run.server.urls.eventUrl);
        return {status: scenario?.answerStatus ?? 200, raw: ncco.replaceAll('{socket}', 'ws://127.0.0.1:1/')};
      },
      {paths: {rtc: '/rtc'}},
    );
    const heap: number[] = [];
    for (let n = 0; n < 10; n++) {
      const ended = await run.vonage.placeAll(hour(n));
      expect(ended).toHaveLength(callsAnHour);
      ended.length = 0;
      heap.push(heapInUse());
    }
    expect(run.vonage.now() - Date.UTC(2000, 0, 1)).toBeGreaterThan(10 * hourMs);
    // Until the sixth hour, the legs that Vonage keeps for those who ask later become more; then old ones go.
    const [sixth = 0, tenth = 0] = [heap[5], heap[9]];
    expect(tenth - sixth, heap.map(mb => mb.toFixed(1)).join(' ')).toBeLessThan(3);
    const {body} = await run.get('/v1/conversations?page_size=100');
    expect(body._embedded.conversations.map(({name}: {name: string}) => name)).toEqual(['support']);
    await run.close();
    await idle();
  });

  it('needs less than 100 kB for each of five hundred calls at once', {timeout: 180_000}, async () => {
    const ncco = findScenario('answered').ncco;
    const before = heapInUse();
    const run = await start(({path}) => (path === '/answer' ? {body: ncco} : {}), {speed: 100, talkMs: 10_000});
    const outcomes = await run.vonage.placeAll({...findScenario('burst'), calls: {count: 500, everyMs: 20}});
    expect(outcomes.filter(({status}) => status === 'completed')).toHaveLength(500);
    expect((heapInUse() - before) / 500).toBeLessThan(0.1);
    await run.close();
  });
});
