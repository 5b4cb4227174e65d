// A monitor's observer in a process of its own, to be killed: prints its port, then only takes webhooks.
import {startObserver} from '../../source/run/observer/thread.js';

const [file = ''] = process.argv.slice(2);
const {port} = await startObserver({
  version: '0.0.0-test',
  listen: {port: 0},
  record: {file},
  worker: new URL('./worker.mjs', import.meta.url),
  onObservations: () => undefined,
  onFailure: error => {
    throw error;
  },
});
process.stdout.write(`${port}\n`);
