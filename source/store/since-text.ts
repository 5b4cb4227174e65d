const DAY_MS = 86_400_000;

/** A moment that is not far from now, on the clock here: `09:00`, or `2026-11-26 09:00` where it is of another day; both in ms since the epoch. */
export function sinceText(at: number, now: number): string {
  const [day, time] = dayAndTime(at);
  return Math.abs(now - at) < DAY_MS && dayAndTime(now)[0] === day ? time : `${day} ${time}`;
}

/** By the clock of this machine, as a flag is read that says no zone. */
function dayAndTime(at: number): readonly [day: string, time: string] {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return [day, `${two(date.getHours())}:${two(date.getMinutes())}`];
}
