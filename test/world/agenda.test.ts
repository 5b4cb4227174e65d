import fc from 'fast-check';
import {expect, it} from 'vitest';
import {Agenda} from '../../source/world/agenda.js';

const about = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const step = fc.record({
  about,
  at: fc.option(fc.nat({max: 99}), {nil: undefined}),
  until: fc.option(fc.nat({max: 99})),
});

it('An agenda has what was entered last about each thing, and gives up what is due', () => {
  fc.assert(
    fc.property(fc.array(step, {maxLength: 300}), steps => {
      const agenda = new Agenda();
      const plain = new Map<string, number>();
      for (const {about, at, until} of steps) {
        agenda.set(about, at);
        if (at === undefined) plain.delete(about);
        else plain.set(about, at);
        if (until !== null) {
          const due = [...plain].filter(([, time]) => time <= until).map(([name]) => name);
          expect(agenda.take(until).sort()).toEqual(due.sort());
          for (const name of due) plain.delete(name);
        }
        expect(agenda.next()).toBe(Math.min(Number.POSITIVE_INFINITY, ...plain.values()));
      }
    }),
  );
});
