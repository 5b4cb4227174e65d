const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/**
 * A span of time as people say it, in a sentence: `40 ms`, `11.3 s`, `1 min 15 s`, `2 h 5 min`, `2 d 19 h`. It may lie in the past as
 * well: whoever says which way it goes takes the sign away.
 */
export function duration(ms: number): string {
  const span = Math.abs(ms);
  if (span < 999.5) return `${Math.round(span)} ms`;
  const seconds = Math.round(span / 1000);
  if (seconds < 60) return `${Number((span / 1000).toFixed(1))} s`;
  const at = units.findIndex(([, size]) => seconds >= size);
  const parts = units.slice(at, at + 2).map(([unit, size], i, [first]) => {
    const rest = i === 0 ? seconds : seconds % (first?.[1] ?? 1);
    return `${Math.floor(rest / size)} ${unit}`;
  });
  return parts.join(' ');
}
