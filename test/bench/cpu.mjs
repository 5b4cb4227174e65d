// Loaded into a measured program before its own code: says how much CPU it has used whenever it is asked with SIGUSR2.
import {renameSync, writeFileSync} from 'node:fs';
import {isMainThread} from 'node:worker_threads';

const file = process.env.BENCH_CPU;
if (isMainThread && file) {
  process.on('SIGUSR2', () => {
    const {user, system} = process.cpuUsage();
    writeFileSync(`${file}.part`, JSON.stringify({cpuMs: (user + system) / 1000}));
    renameSync(`${file}.part`, file);
  });
}
