// The application of the example flows: what it answers depends on the number that is called. Node and nothing else.
import {createServer} from 'node:http';

const bob = {type: 'phone', number: '447700900002'};
const talk = text => ({action: 'talk', text});

/** What is answered, by the last digit of the number that is called. */
const nccos = {
  1: [talk('Connecting you.'), {action: 'connect', endpoint: [bob]}],
  2: [
    {...talk('Press 1 for sales or 2 for support.'), bargeIn: true},
    {action: 'input', type: ['dtmf'], dtmf: {maxDigits: 1}},
  ],
  3: [{action: 'connect', endpoint: [bob], machineDetection: 'hangup'}],
  4: [talk('Moving you.'), {action: 'conversation', name: 'support'}],
  5: [{action: 'conversation', name: 'weekly'}],
};

/** What the menu does with the digit that was typed. */
const departments = {
  1: [talk('Sales are closed.')],
  2: [talk('Connecting you to support.'), {action: 'connect', endpoint: [bob]}],
};

const server = createServer(async (request, response) => {
  const {pathname, searchParams} = new URL(request.url, 'http://application');
  let body = '';
  for await (const block of request) body += block;
  const reply = ncco => response.writeHead(200, {'Content-Type': 'application/json'}).end(JSON.stringify(ncco));
  if (pathname === '/webhooks/answer') return reply(nccos[searchParams.get('to')?.at(-1)] ?? nccos[1]);
  const {dtmf} = body === '' ? {} : JSON.parse(body);
  if (pathname === '/webhooks/event' && dtmf) return reply(departments[dtmf.digits] ?? nccos[2]);
  response.writeHead(204).end();
});

server.listen(Number(process.env.PORT ?? 4000), '127.0.0.1', () => console.log('The application listens.'));
