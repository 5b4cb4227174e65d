// The floor: node:http that reads the body and answers 200. With `echo`, also writes what was pressed to the terminal, the
// least that a program can do between a webhook and the screen.
import {createServer} from 'node:http';

const echo = process.argv[2] === 'echo';
const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    response.writeHead(200, {'Content-Length': '0'}).end();
    if (echo) process.stdout.write(`\x1b[H${/"digits":"\d+"/.exec(body.toString())?.[0] ?? ''}`);
  });
});
server.listen(Number(process.env.BENCH_PORT ?? 0), '127.0.0.1', () => {
  if (echo) process.stdout.write('ready');
  else console.log(JSON.stringify({port: server.address().port}));
});
