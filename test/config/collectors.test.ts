import {describe, expect, it} from 'vitest';
import {collectorsOf} from '../../source/config/collectors.js';
import {resolveConfig} from '../../source/config/resolve.js';
import {machine} from './machine.js';

const read = (otlp: unknown) => resolveConfig(machine({flags: {otlp}}));

describe('--otlp', () => {
  it.each([
    [['4318'], {traces: 'http://localhost:4318', metrics: 'http://localhost:4318'}],
    [['localhost:4318/'], {traces: 'http://localhost:4318', metrics: 'http://localhost:4318'}],
    [
      ['https://otlp.example/otlp/v1/traces/'],
      {traces: 'https://otlp.example/otlp', metrics: 'https://otlp.example/otlp'},
    ],
    [['metrics=http://localhost:9090/api/v1/otlp'], {metrics: 'http://localhost:9090/api/v1/otlp'}],
    [['metrics=localhost:9090/api/v1/otlp/v1/metrics'], {metrics: 'http://localhost:9090/api/v1/otlp'}],
    [['traces=4318'], {traces: 'http://localhost:4318'}],
    [
      ['4318', 'metrics=localhost:9090/api/v1/otlp'],
      {traces: 'http://localhost:4318', metrics: 'http://localhost:9090/api/v1/otlp'},
    ],
    ['traces=4318 metrics=9090', {traces: 'http://localhost:4318', metrics: 'http://localhost:9090'}],
  ])('%j is sent to %j', (given, collectors) => {
    const {settings, errors} = read(given);
    expect(errors).toEqual([]);
    expect(collectorsOf(settings.otlp?.value ?? [])).toEqual(collectors);
  });

  it.each([
    [['ftp://x'], 'The collector (flag --otlp) must be a URL that begins with http:// or https://: change it.'],
    [['metrics=0'], 'The collector (flag --otlp) has port 0, at which nothing can listen: give its own.'],
    [[''], 'The collector (flag --otlp) must be a text that is not empty: change it.'],
    [['metrics='], 'The collector (flag --otlp) must be a text that is not empty: change it.'],
    [
      ['logs=4318'],
      'The collector (flag --otlp) can have traces= or metrics= in front of its URL, not logs=: correct it.',
    ],
    [['4318', '4319'], 'Two collectors for both (flag --otlp): give one.'],
    [['metrics=1', 'metrics=2'], 'Two collectors for metrics (flag --otlp): give one.'],
    [[{}], 'The collector (flag --otlp) must be a URL that begins with http:// or https://: change it.'],
  ])('%j is refused', (given, text) => {
    expect(read(given).errors.map(({message}) => message)).toEqual([text]);
  });

  it('comes from the environment as one text', () => {
    const {settings} = resolveConfig(machine({env: {CONVO_MONITOR_OTLP: '4318 metrics=9090'}}));
    expect(settings.otlp?.value).toEqual(['http://localhost:4318', 'metrics=http://localhost:9090']);
  });
});
