// A Conversation API with one fault: `node api.mjs FAULT`, started with an IPC channel, sends its port. Told to end, it says what it was
// asked: `{most}`, the requests in the busiest second of them all.
import {createServer} from 'node:http';
import {brotliCompressSync, gzipSync} from 'node:zlib';

const MEGABYTE = 2 ** 20;

const answer =
  (status, body = '', headers = {}) =>
  (_request, response) =>
    response.writeHead(status, {'content-type': 'application/json', ...headers}).end(body);

/** The same, made when it is asked for: of a process that has one fault, the other bodies need no time. */
const large = (body, headers) => {
  let made;
  return (_request, response) => {
    made ??= body();
    answer(200, made, headers)(_request, response);
  };
};

const zeros = () => Buffer.alloc(50 * MEGABYTE);
const layers = Array.from({length: 1000}, () => 'gzip').join(', ');
const wide = () => JSON.stringify({_embedded: {events: Array.from({length: 100_000}, (_, n) => ({[`k${n}`]: n}))}});
const nested = () => JSON.stringify({id: 'CON-1', name: JSON.stringify(JSON.stringify('token=%41"'.repeat(50_000)))});
const another = () =>
  JSON.stringify({_embedded: {events: [{id: Math.random(), type: 'x', body: {text: 'eyJ'.repeat(300_000)}}]}});

/** Writes the same again and again, for as long as somebody listens. */
const drip = (text, every) => (_request, response) => {
  response.writeHead(200, {'content-type': 'application/json'});
  const timer = setInterval(() => response.write(text), every);
  response.on('close', () => clearInterval(timer));
};

const flood = megabytes => (_request, response) => {
  response.writeHead(200, {'content-type': 'application/json'});
  const block = Buffer.alloc(MEGABYTE, 'x');
  let left = megabytes;
  const more = () => {
    while (left-- > 0 && response.write(block));
    if (left < 0) response.end();
  };
  response.on('drain', more);
  more();
};

/** What it does with each request. */
const faults = {
  'no answer': () => undefined,
  'a byte a second': drip('{', 1000),
  'reset before the headers': request => request.socket.resetAndDestroy(),
  'reset in the body': (request, response) =>
    response.writeHead(200, {'content-length': 100}).write('{', () => request.socket.resetAndDestroy()),
  'status 401': answer(401, '{"code":"system:error:expired-token"}'),
  'status 403': answer(403, '{"code":"system:error:permission"}'),
  'status 404': answer(404, '{"code":"conversation:error:not-found"}'),
  'status 429, wait 1 s': answer(429, '', {'retry-after': '1'}),
  'status 429, wait 30 years': answer(429, '', {'retry-after': '1000000000'}),
  'status 500': answer(500, '{"title":"Internal Error."}'),
  'status 503': answer(503, '<html>', {'content-type': 'text/html'}),
  'another address': answer(302, '', {location: 'http://127.0.0.1:1/'}),
  'a log-in page': answer(200, '<!doctype html><title>Log in</title>', {'content-type': 'text/html'}),
  'half of its JSON': answer(200, '{"id":"CON-'),
  'another schema': answer(200, '{"id":{},"members":null,"_embedded":[1,{"events":7}]}'),
  '100 MB': flood(100),
  '50 MB in gzip': large(() => gzipSync(zeros()), {'content-encoding': 'gzip'}),
  '50 MB in brotli': large(() => brotliCompressSync(zeros()), {'content-encoding': 'br'}),
  '1,000 layers of gzip': answer(200, gzipSync('{}'), {'content-encoding': layers}),
  '1,000,000 brackets': large(() => '['.repeat(500_000) + ']'.repeat(500_000)),
  '100,000 objects': large(wide),
  'escapes in escapes': large(nested),
  '0.9 MB, each time another': (request, response) => answer(200, another())(request, response),
};

/** Each request gets one of these, most often an answer as it should be. */
const each = Object.values(faults);
const well = answer(200, '{"id":"CON-00000000-0000-4000-8000-000000000000","sequence_number":1,"_embedded":{}}');
faults['all of these by turns'] = (request, response) =>
  (Math.random() < 0.7 ? well : each[Math.floor(Math.random() * each.length)])(request, response);

export const apiFaults = Object.keys(faults);

/** The most of some rising times that lie within one second. */
function mostInASecond(times) {
  let [first, most] = [0, 0];
  times.forEach((time, last) => {
    while (time - times[first] >= 1000) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(performance.now());
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    faults[process.argv[2]](request, response);
  });
  server.listen(0, '127.0.0.1', () => process.send({port: server.address().port}));
  process.on('message', () => process.send({most: mostInASecond(asked), asked: asked.length}, () => process.exit()));
}
