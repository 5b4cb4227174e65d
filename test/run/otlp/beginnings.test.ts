import {resourceFromAttributes} from '@opentelemetry/resources';
import {AggregationTemporality, DataPointType, type ResourceMetrics} from '@opentelemetry/sdk-metrics';
import {describe, expect, it} from 'vitest';
import {createBeginnings} from '../../../source/run/otlp/beginnings.js';

const {CUMULATIVE, DELTA} = AggregationTemporality;

/** One series of calls, from its first value to the time at which it is sent, s. */
function metricsOf(from: number, to: number, status = 'busy', aggregationTemporality = CUMULATIVE): ResourceMetrics {
  const point = {startTime: [from, 0], endTime: [to, 5], attributes: {status}} as const;
  const descriptor = (name: string) => ({name, unit: '', description: '', valueType: 1});
  const value = {buckets: {boundaries: [1, 2], counts: [0, 3, 1]}, count: 4, sum: 7, min: 1.5, max: 2.5};
  const common = {aggregationTemporality};
  return {
    resource: resourceFromAttributes({}),
    scopeMetrics: [
      {
        scope: {name: 'test'},
        metrics: [
          {
            ...common,
            descriptor: descriptor('calls'),
            dataPointType: DataPointType.SUM,
            isMonotonic: true,
            dataPoints: [{...point, startTime: [...point.startTime], endTime: [...point.endTime], value: 4}],
          },
          {
            ...common,
            descriptor: descriptor('ring'),
            dataPointType: DataPointType.HISTOGRAM,
            dataPoints: [{...point, startTime: [...point.startTime], endTime: [...point.endTime], value}],
          },
        ],
      },
    ],
  };
}

/** The points of each metric as their times, from and at, s, and their counts. */
const pointsOf = ({scopeMetrics}: ResourceMetrics) =>
  scopeMetrics
    .flatMap(({metrics}) => metrics)
    .map(({dataPoints}) =>
      dataPoints.map(({startTime: [from], endTime: [at], value}) => [
        from,
        at,
        typeof value === 'number' ? value : 'count' in value ? value.count : value,
      ]),
    );

describe('a series', () => {
  it('begins with a zero, at the same time until a collector has it', () => {
    const begin = createBeginnings();
    const first = begin(metricsOf(100, 105));
    const zero = [100, 100, 0];
    expect(pointsOf(first.metrics)).toEqual([
      [zero, [100, 105, 4]],
      [zero, [100, 105, 4]],
    ]);
    const again = begin(metricsOf(100, 120));
    expect(pointsOf(again.metrics)[0]).toEqual([zero, [100, 120, 4]]);
    again.done();
    expect(pointsOf(begin(metricsOf(100, 135)).metrics)[0]).toEqual([[100, 135, 4]]);
    expect(pointsOf(begin(metricsOf(130, 135, 'completed')).metrics)[0]).toEqual([
      [130, 130, 0],
      [130, 135, 4],
    ]);
  });

  it('has nothing in the buckets of its zero', () => {
    const [, ring] = createBeginnings()(metricsOf(100, 105)).metrics.scopeMetrics[0]?.metrics ?? [];
    expect(ring?.dataPoints[0]?.value).toEqual({buckets: {boundaries: [1, 2], counts: [0, 0, 0]}, count: 0, sum: 0});
  });

  it.each([
    [105, 105, 104],
    [104, 105, 104],
    [90, 105, 90],
    [50, 105, 90],
  ])('of %d s, sent at %d s, begins at %d s', (from, to, zero) => {
    expect(pointsOf(createBeginnings()(metricsOf(from, to)).metrics)[0]?.[0]).toEqual([zero, zero, 0]);
  });

  it('has no beginning where only what was added is sent', () => {
    expect(pointsOf(createBeginnings()(metricsOf(100, 105, 'busy', DELTA)).metrics)[0]).toEqual([[100, 105, 4]]);
  });
});
