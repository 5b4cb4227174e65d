/** What is another value in every call, by what stands for it when two calls are compared. */
const volatile: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b[0-9a-f]{32}\b/gi, '<id>'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '<token>'],
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  // Milliseconds since the epoch, from 2017 to 2033: no phone number has a country code 1 and thirteen digits.
  [/\b1[5-9]\d{11}\b/g, '<time>'],
  // How long a recording became.
  [/\b\d+ bytes\b/g, '<size>'],
  // A tunnel has another address at every start.
  [
    /\b(https?|wss?):\/\/(?:[\w.-]+\.(?:ngrok(?:-free)?\.(?:app|dev|io)|trycloudflare\.com|loca\.lt|lhr\.life|devtunnels\.ms)|localhost|127\.0\.0\.1)(?::\d+)?/gi,
    '$1://<tunnel>',
  ],
];

/** A text without what differs between any two calls: ids, times, tokens, the address of a tunnel. */
export function steady(text: string): string {
  return volatile.reduce((steadied, [what, stand]) => steadied.replace(what, stand), text);
}

/** How two values stand to each other: `volatile` where they differ only in what always does. */
export function likeness(left: string | undefined, right: string | undefined): 'same' | 'volatile' | 'different' {
  if (left === right) return 'same';
  if (left === undefined || right === undefined) return 'different';
  return steady(left) === steady(right) ? 'volatile' : 'different';
}
