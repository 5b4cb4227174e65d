// One table: what was measured, beside what, their ratio, and the goal.

/**
 * A row. `value` and `floor` are in `unit`; `ratio` is value over floor where there is a floor; the goal is about the ratio,
 * or, with `goalOn: 'value'`, about the value itself (where the goal is in ms or bytes).
 */
export function row({what, value, unit = '', floor, beside = '', most, least, goalOn = 'ratio', noise, note}) {
  const ratio = floor === undefined ? undefined : value / floor;
  const judged = goalOn === 'value' ? value : ratio;
  const goal = most !== undefined ? `≤ ${most}` : least !== undefined ? `≥ ${least}` : '';
  const isGood = most !== undefined ? judged <= most : least !== undefined ? judged >= least : undefined;
  const verdict = isGood === undefined || !Number.isFinite(judged) ? '' : isGood ? 'ok' : 'over';
  return {
    what,
    value,
    unit,
    floor,
    beside,
    ratio,
    goal: goal && `${goal}${goalOn === 'value' ? ` ${unit}` : '×'}`,
    verdict,
    noise,
    note,
  };
}

const short = number => {
  if (number === undefined || !Number.isFinite(number)) return '–';
  if (Math.abs(number) >= 100) return Math.round(number).toLocaleString('en');
  return String(Number(number.toPrecision(3)));
};

/** The rows of a part as aligned text. */
export function tableText(title, rows) {
  const cells = rows.map(({what, value, unit, floor, beside, ratio, goal, verdict, noise}) => [
    what,
    `${short(value)} ${unit}`.trim(),
    ratio === undefined ? '' : `${short(ratio)}×`,
    floor === undefined ? beside : `${beside} ${short(floor)}`.trim(),
    goal,
    verdict,
    noise === undefined ? '' : `±${Math.round(noise * 100)} %`,
  ]);
  const head = [title, 'measured', 'ratio', 'beside', 'goal', '', 'noise'];
  const widths = head.map((_, i) => Math.max(...[head, ...cells].map(line => line[i].length)));
  const right = new Set([1, 2, 6]);
  const show = line =>
    line
      .map((cell, i) => (right.has(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  const notes = rows.filter(({note}) => note).map(({what, note}) => `  ${what}: ${note}`);
  return [show(head), '─'.repeat(show(head).length), ...cells.map(show), ...notes].join('\n');
}
