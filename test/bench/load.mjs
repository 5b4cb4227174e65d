// Sends webhooks as raw bytes on sockets, so that sending costs less than any server's receiving. Works for its parent: each
// message is one run, the answer says how it went.
//   {kind: 'flood', port, connections, ms, secret?, enough?}  as many as are answered (or enough), one a time on each connection
//   {kind: 'pace', port, rate, ms}                   so many a second, whether or not they are answered
import {connect} from 'node:net';
import {pressed, statuses} from './lib/webhooks.mjs';

/** One kept-alive connection; `onReply` runs after each whole reply. Opened again when the server closes it. */
function connection(port, onReply, onError) {
  let socket;
  let waiting;
  let open = false;
  let head = '';
  const join = () => {
    open = false;
    head = '';
    socket = connect({port, host: '127.0.0.1', noDelay: true});
    socket.setEncoding('latin1');
    socket.on('connect', () => {
      open = true;
      if (waiting) socket.write(waiting);
    });
    socket.on('data', text => {
      head = head === '' ? text : head + text;
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (head.length < end + 4 + length) return;
      const status = Number(head.slice(9, 12));
      const closes = head.startsWith('HTTP/1.0') || /\r\nconnection: close/i.test(head);
      head = '';
      waiting = undefined;
      if (closes) {
        socket.removeAllListeners();
        socket.on('error', () => undefined);
        socket.destroy();
        join();
      }
      onReply(status);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (waiting) onError();
      join();
    });
  };
  join();
  return {
    send(bytes) {
      waiting = bytes;
      if (open) socket.write(bytes);
    },
    close() {
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
    },
  };
}

async function flood({port, connections, ms, secret, most, enough = Number.POSITIVE_INFINITY}) {
  const requests = statuses({port, count: most, secret});
  const cpu = process.cpuUsage();
  const started = performance.now();
  let sent = 0;
  let good = 0;
  let other = 0;
  let errors = 0;
  let done = () => undefined;
  const over = new Promise(resolve => {
    done = resolve;
  });
  const timer = setTimeout(() => done(), ms);
  const all = Array.from({length: connections}, () => {
    const one = connection(
      port,
      status => {
        if (status === 200) good++;
        else other++;
        if (good >= enough) done();
        one.send(requests[sent++ % requests.length]);
      },
      () => errors++,
    );
    return one;
  });
  for (const one of all) one.send(requests[sent++ % requests.length]);
  await over;
  clearTimeout(timer);
  const took = performance.now() - started;
  const {user, system} = process.cpuUsage(cpu);
  for (const one of all) one.close();
  return {good, other, errors, ms: took, cpuMs: (user + system) / 1000, wrapped: sent > requests.length};
}

const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

/** Sends on time whatever comes back: a queue of free connections, more of them when all are waiting. */
async function pace({port, rate, ms, first = 0}) {
  const free = [];
  const all = [];
  const sentAt = [];
  let answered = 0;
  const open = () => {
    const one = connection(
      port,
      () => {
        answered++;
        free.push(one);
      },
      () => undefined,
    );
    all.push(one);
    return one;
  };
  const started = monotonicMs();
  const count = Math.round((rate * ms) / 1000);
  await new Promise(resolve => {
    const tick = () => {
      const due = Math.min(count, Math.floor(((monotonicMs() - started) * rate) / 1000) + 1);
      while (sentAt.length < due) {
        const one = free.pop() ?? (all.length < 256 ? open() : undefined);
        if (!one) break;
        const number = first + sentAt.length;
        const bytes = pressed({port, number});
        sentAt.push(monotonicMs());
        one.send(bytes);
      }
      if (sentAt.length >= count) return resolve();
      setTimeout(tick, Math.max(1, (sentAt.length * 1000) / rate - (monotonicMs() - started)));
    };
    tick();
  });
  const end = monotonicMs() + 3000;
  while (answered < count && monotonicMs() < end) await new Promise(resolve => setTimeout(resolve, 5));
  for (const one of all) one.close();
  return {sentAt, answered};
}

const kinds = {flood, pace};
process.on('message', async message => {
  process.send(await kinds[message.kind](message));
});
process.on('disconnect', () => process.exit());
