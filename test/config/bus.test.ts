import {expect, it} from 'vitest';
import {resolveConfig} from '../../source/config/resolve.js';
import {machine} from './machine.js';

const ours = (value: object) => ({'/project/convo-monitor.json': JSON.stringify(value)});

it('lets a project name its team, and never where calls go', () => {
  const files = ours({
    team: 'qa',
    bus: 'nats://evil.example.com',
    busInsecure: true,
    busCreds: 'x',
    busCa: 'y',
    busMask: false,
  });
  const {settings, warnings} = resolveConfig(machine({files}));
  expect(settings.team?.value).toBe('qa');
  expect([settings.bus, settings.busInsecure, settings.busCreds, settings.busCa, settings.busMask]).toEqual(
    Array(5).fill(undefined),
  );
  expect(warnings.map(({text}) => text)).toEqual(
    ['bus', 'busCreds', 'busCa', 'busInsecure', 'busMask'].map(name => expect.stringContaining(name)),
  );
});

it('can be had off where a file of one’s own names a bus', () => {
  const home = {'/home/anna/.config/convo-monitor/config.json': '{"bus": "nats://bus.example.com"}'};
  const bus = (flags: Record<string, unknown>) => resolveConfig(machine({files: home, flags})).settings.bus?.value;
  expect([bus({}), bus({bus: 'off'})]).toEqual(['nats://bus.example.com:4222', false]);
});
