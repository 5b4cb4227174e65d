// Two long calls of one kind, which differ in one event of twenty: a caller who types through menus.
const day = 86_400_000;
const epoch = Date.UTC(2026, 0, 1);

/** The lines of a recording of one call with so many events, half of them Voice webhooks that are answered with an NCCO, half RTC webhooks. */
export function longCall({events, isOther = false}) {
  const start = epoch + (isOther ? day : 0);
  const hex = isOther ? 'b' : 'a';
  const [leg, conversation] = [hex.repeat(32), `CON-${`${hex.repeat(8)}-0000-4000-8000-${hex.repeat(12)}`}`];
  const lines = [
    JSON.stringify({schema: 'convo-monitor/recording@1', started: new Date(start).toISOString(), version: 'bench'}),
  ];
  let seq = 0;
  const add = (at, rest) => lines.push(JSON.stringify({seq: ++seq, at, ...rest}));
  const body = (at, more) =>
    JSON.stringify({
      uuid: leg,
      conversation_uuid: conversation,
      from: '447700900001',
      to: '447700900000',
      timestamp: new Date(at).toISOString(),
      ...more,
    });
  const webhook = (at, more, ncco) => {
    add(at + 40, {
      source: 'event',
      raw: {
        method: 'POST',
        path: '/webhooks/event',
        headers: {'content-type': 'application/json'},
        body: body(at, more),
      },
    });
    add(at + 60, {
      source: 'reply',
      to: seq,
      by: 'application',
      ms: 20 + (at % 7),
      raw: {status: 200, headers: {}, body: JSON.stringify(ncco ?? '')},
    });
  };
  webhook(start, {status: 'started', direction: 'inbound'});
  webhook(start + 1, {status: 'ringing', direction: 'inbound'});
  webhook(start + 2000, {status: 'answered', direction: 'inbound'});
  for (let i = 0; i < (events - 4) / 2; i++) {
    const at = start + 3000 + i * 4000;
    const digit = String(isOther && i % 20 === 19 ? 9 : i % 8);
    add(at + 30, {
      source: 'rtc',
      raw: {
        method: 'POST',
        path: '/webhooks/rtc',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({
          type: 'audio:dtmf',
          conversation_id: conversation,
          timestamp: new Date(at).toISOString(),
          id: i + 1,
          body: {digit, channel: {id: leg, type: 'phone'}},
        }),
      },
    });
    webhook(at + 500, {dtmf: {digits: digit, timed_out: false}}, [
      {action: 'talk', text: `You pressed ${digit}.`},
      {action: 'input', type: ['dtmf']},
    ]);
  }
  webhook(start + 3_000_000, {status: 'completed', direction: 'inbound', disconnected_by: 'user'});
  return `${lines.join('\n')}\n`;
}
