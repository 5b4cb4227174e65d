// A monitor's intake in a process of its own, to be killed: prints its port, then only takes webhooks.
import {startIntake} from '../../source/run/observer/thread.js';

const [file = ''] = process.argv.slice(2);
const {port} = await startIntake({
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
