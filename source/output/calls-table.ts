import type {Pick} from '../store/picking.js';
import {span} from '../text/time.js';

/** What a list of calls is made of, each as a glance at the recording shows it. */
type Listed = {
  id: string;
  startedAt: number;
  endedAt: number;
  from?: string | undefined;
  to?: string | undefined;
  status?: string | undefined;
};

const columns = [
  {title: 'when'},
  {title: 'how long', align: 'right'},
  {title: 'from'},
  {title: 'to'},
  {title: 'status'},
] as const;

/** Calls to pick from, by their ids, behind a line that stands for all of them. */
export function scannedPicks(calls: readonly Listed[], all: string) {
  return {
    columns,
    all: [
      {id: '', cells: [all], preview: ['Reads the whole recording and shows every call, as a small one is shown.']},
      ...calls.map(call => new CallPick(call)),
    ],
  };
}

/** Of 100,000 calls only those that are seen, or searched, are put into words. */
class CallPick implements Pick {
  constructor(private readonly call: Listed) {}

  get id(): string {
    return this.call.id;
  }

  get cells(): readonly string[] {
    const {startedAt, endedAt, from = '–', to = '–', status = '–'} = this.call;
    return [clockOf(startedAt), span(endedAt - startedAt), from, to, status];
  }

  get preview(): readonly string[] {
    return [this.call.id];
  }
}

/** Day and time of the machine's zone, to the second. */
function clockOf(ms: number): string {
  const at = new Date(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
}
