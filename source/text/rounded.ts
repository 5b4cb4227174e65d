/** The same with every number in it rounded to thousandths: nobody needs more than that of a ms. */
export function rounded<Value>(value: Value): Value {
  if (typeof value === 'number') return (Math.round(value * 1000) / 1000) as Value;
  if (Array.isArray(value)) return value.map(rounded) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rounded(each)])) as Value;
}
