import {describe, expect, it} from 'vitest';
import {busAddressIn, busAddressText, isBusAddress} from '../../source/text/bus-address.js';

describe('the address of a bus', () => {
  it.each([
    ['nats://bus.example.com', ['nats://bus.example.com:4222'], false, false],
    [' NATS://127.0.0.1:4333/ ', ['nats://127.0.0.1:4333'], true, false],
    ['nats://[::1]:4222', ['nats://[::1]:4222'], true, false],
    ['nats://localhost,127.0.0.2:1', ['nats://localhost:4222', 'nats://127.0.0.2:1'], true, false],
    ['nats://localhost,nats://b.example.com', ['nats://localhost:4222', 'nats://b.example.com:4222'], false, false],
    ['tls://a,b', ['nats://a:4222', 'nats://b:4222'], false, true],
  ])('%s', (text, servers, isLocal, tls) => {
    const address = busAddressIn(text);
    expect(address).toEqual({servers, isLocal, tls});
    if (typeof address !== 'string') expect(busAddressIn(busAddressText(address))).toEqual(address);
    expect(isBusAddress(text)).toBe(true);
  });

  it.each([
    '',
    'ws://a:1',
    'nats://',
    'nats://a:0',
    'nats://a:65536',
    'nats://a/b',
    'nats://a,,b',
    'nats://*',
    `nats://${'a,'.repeat(16)}a`,
  ])('is not %j', text => expect(busAddressIn(text)).toMatch(/^nats:\/\/host\[:port\]/));

  it('has no password in it, and none is repeated', () => {
    const why = busAddressIn('nats://me:hunter2@bus.example.com');
    expect(why).toContain('--bus-creds');
    expect(why).not.toContain('hunter2');
  });
});
