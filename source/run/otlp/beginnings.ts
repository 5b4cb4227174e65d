import type {HrTime} from '@opentelemetry/api';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';

/** Seconds that a series began before its first value: at least, so that no backend takes them for one moment, and at most, for some take nothing old. */
const [LEAST, MOST] = [1, 15];

/** The metrics with beginnings, and what is to be told when those need not be sent again. */
type Begun = {metrics: ResourceMetrics; done: () => void};

/**
 * A series whose first value is 1 has not grown to whoever asks how much it grew (`increase` of Prometheus), so that the first call of each kind would
 * not be counted. So a series begins with a zero, at the same time until a collector has it; what is sent from zero on each time, delta, needs none.
 */
export function createBeginnings(): (all: ResourceMetrics) => Begun {
  /** When each series began, by its name and attributes. */
  const zeros = new Map<string, HrTime>();
  const known = new Set<string>();
  return ({resource, scopeMetrics}) => {
    const zeroOf = ({descriptor: {name}}: MetricData, {attributes, startTime, endTime}: DataPoint<unknown>) => {
      const key = JSON.stringify([name, attributes]);
      if (known.has(key)) return undefined;
      const at = zeros.get(key) ?? timeBefore(startTime, endTime);
      zeros.set(key, at);
      return at;
    };
    return {
      metrics: {
        resource,
        scopeMetrics: scopeMetrics.map(({scope, metrics}) => ({
          scope,
          metrics: metrics.map(metric => begin(metric, point => zeroOf(metric, point))),
        })),
      },
      done() {
        for (const key of zeros.keys()) known.add(key);
        zeros.clear();
      },
    };
  };
}

function timeBefore([from]: HrTime, [to, nanoseconds]: HrTime): HrTime {
  return [to - Math.max(LEAST, Math.min(MOST, to - from)), nanoseconds];
}

type ZeroOf = (point: DataPoint<unknown>) => HrTime | undefined;

function begin(metric: MetricData, zeroOf: ZeroOf): MetricData {
  if (metric.aggregationTemporality !== AggregationTemporality.CUMULATIVE) return metric;
  if (metric.dataPointType === DataPointType.SUM)
    return {...metric, dataPoints: withZeros(metric.dataPoints, zeroOf, () => 0)};
  if (metric.dataPointType === DataPointType.HISTOGRAM)
    return {...metric, dataPoints: withZeros(metric.dataPoints, zeroOf, empty)};
  return metric;
}

const empty = ({buckets: {boundaries, counts}}: Histogram): Histogram => ({
  buckets: {boundaries, counts: counts.map(() => 0)},
  count: 0,
  sum: 0,
});

function withZeros<Value>(
  points: readonly DataPoint<Value>[],
  zeroOf: ZeroOf,
  none: (value: Value) => Value,
): DataPoint<Value>[] {
  return points.flatMap(point => {
    const at = zeroOf(point);
    return at ? [{...point, startTime: at, endTime: at, value: none(point.value)}, point] : [point];
  });
}
