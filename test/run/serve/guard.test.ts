import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {isOpen, refusalOf} from '../../../source/run/serve/guard.js';
import {createGuesses} from '../../../source/run/serve/guesses.js';
import {PAGE_PROTOCOL, tokenProtocol} from '../../../source/run/serve/protocol.js';
import {placeToServe} from '../../../source/run/serve/start.js';

const token = 'a-token';
const authorization = `Bearer ${token}`;
/** As the page asks. */
const page = (given: string) => `${PAGE_PROTOCOL}, ${tokenProtocol(given)}`;

describe('who may attach', () => {
  it.each([
    [{host: '127.0.0.1:4600', authorization}, '127.0.0.1', undefined],
    [{host: 'localhost:4600', authorization}, '127.0.0.1', undefined],
    [{host: '[::1]:4600', authorization}, '::1', undefined],
    [{host: 'lab.example.com:4600', authorization}, 'lab.example.com', undefined],
    [{host: '192.168.1.9:4600', authorization}, '0.0.0.0', undefined],
    [{host: '192.168.1.9:4600', authorization}, '127.0.0.1', 403],
    [{host: 'evil.example.com:4600', authorization}, '127.0.0.1', 403],
    [{host: 'evil.example.com:4600', authorization}, '0.0.0.0', 403],
    [{authorization}, '127.0.0.1', 403],
    [{host: '127.0.0.1:4600', authorization, origin: 'http://127.0.0.1:4600'}, '127.0.0.1', undefined],
    [{host: '127.0.0.1:4600', authorization, origin: 'https://127.0.0.1:4600'}, '127.0.0.1', 403],
    [{host: '127.0.0.1:4600', authorization, origin: 'http://127.0.0.1:4601'}, '127.0.0.1', 403],
    [{host: '127.0.0.1:4600', authorization, origin: 'http://localhost:4600'}, '127.0.0.1', 403],
    [{host: '127.0.0.1:4600', authorization, origin: 'http://evil.example.com'}, '127.0.0.1', 403],
    [{host: '127.0.0.1:4600', authorization, origin: 'null'}, '127.0.0.1', 403],
    [{host: '127.0.0.1:4600', 'sec-websocket-protocol': page(token)}, '127.0.0.1', undefined],
    [{host: '127.0.0.1:4600', 'sec-websocket-protocol': page('other')}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', 'sec-websocket-protocol': page('')}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', 'sec-websocket-protocol': PAGE_PROTOCOL}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', 'sec-websocket-protocol': tokenProtocol(token)}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', authorization, 'sec-websocket-protocol': page('other')}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600'}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', authorization: 'Bearer other'}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', authorization: `Basic ${token}`}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', authorization: `Bearer ${token}x`}, '127.0.0.1', 401],
  ])('%j, where %s is served: %s', (headers, address, status) => {
    expect(refusalOf(headers, {address, token})?.status).toBe(status);
  });
});

it('takes a token with whatever is in it for what a header may hold', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (given, other) => {
      expect(tokenProtocol(given)).toMatch(/^token\.[\w-]*$/);
      const isSame = Buffer.from(given).equals(Buffer.from(other));
      expect(tokenProtocol(given) === tokenProtocol(other)).toBe(isSame);
    }),
  );
});

describe('guesses', () => {
  it('are no more looked at after ten different ones, for a minute, of that address', () => {
    let time = 0;
    const guesses = createGuesses(() => time);
    for (let i = 0; i < 9; i++) guesses.add('a', String(i));
    expect(guesses.isOver('a')).toBe(false);
    guesses.add('a', '9');
    expect([guesses.isOver('a'), guesses.isOver('b')]).toEqual([true, false]);
    time = 60_000;
    expect(guesses.isOver('a')).toBe(false);
    guesses.add('a', '10');
    expect(guesses.isOver('a')).toBe(false);
  });

  it('are not those of a screen that comes back with the same token again and again', () => {
    const guesses = createGuesses(() => 0);
    for (let i = 0; i < 1000; i++) guesses.add('a', 'of yesterday');
    expect(guesses.isOver('a')).toBe(false);
  });

  it('of more addresses than are remembered take no more memory', () => {
    const guesses = createGuesses(() => 0);
    for (let i = 0; i < 10; i++) guesses.add('first', String(i));
    for (let i = 0; i < 1000; i++) guesses.add(`a${i}`, 'x');
    expect(guesses.isOver('first')).toBe(false);
  });
});

describe('where it is served', () => {
  it.each([
    ['4600', '127.0.0.1', 4600, false],
    ['0', '127.0.0.1', 0, false],
    ['127.0.0.1:4601', '127.0.0.1', 4601, false],
    ['lab.example.com', 'lab.example.com', 4600, true],
    ['0.0.0.0:1', '0.0.0.0', 1, true],
    ['[::1]:4600', '::1', 4600, false],
    ['[::]', '::', 4600, true],
  ])('%s', (asked, address, port, others) => {
    expect(placeToServe(asked)).toEqual({address, port});
    expect(isOpen(address)).toBe(others);
  });

  it.each(['70000', 'a b:c', ':', 'http://127.0.0.1', '::1:4600:'])('not %s', asked => {
    expect(() => placeToServe(asked)).toThrow('--serve takes a port');
  });
});
