import {describe, expect, it} from 'vitest';
import {isOpen, refusalOf} from '../../../source/run/serve/guard.js';
import {placeToServe} from '../../../source/run/serve/start.js';

const token = 'a-token';
const authorization = `Bearer ${token}`;

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
    [{host: '127.0.0.1:4600', authorization, origin: 'http://127.0.0.1:4600'}, '127.0.0.1', 403],
    [{host: '127.0.0.1:4600'}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', authorization: 'Bearer other'}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', authorization: `Basic ${token}`}, '127.0.0.1', 401],
    [{host: '127.0.0.1:4600', authorization: `Bearer ${token}x`}, '127.0.0.1', 401],
  ])('%j, where %s is served: %s', (headers, address, status) => {
    expect(refusalOf(headers, {address, token})?.status).toBe(status);
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
