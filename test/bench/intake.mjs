// The listener and the recording as the program runs them, in their own thread, and nobody who folds or shows: what remains
// when the main thread is taken away.
import {Worker} from 'node:worker_threads';

const {file, setup} = JSON.parse(process.argv[2]);
const worker = new Worker(file, {workerData: 'observer'});
worker.postMessage(setup);
worker.on('message', message => {
  if (message.type === 'ready') console.log(JSON.stringify({port: message.port}));
  if (message.type === 'refused') throw new Error(message.message);
});
