import type {CallSubject, EventSubject, LegSubject, MemberSubject} from './subject.js';

export const legTexts = ({label, id}: LegSubject) => [label, id];
export const memberTexts = ({label, id, names}: MemberSubject) => [label, id, ...names];

/** What plain words are looked for in. */
export function* textsOfEvent(s: EventSubject): Iterable<string | undefined> {
  yield s.type;
  yield s.note;
  yield s.comment;
  yield s.apiType;
  if (s.leg) yield* textsOfLeg(s.leg);
  if (s.member) yield* memberTexts(s.member);
  yield s.call.id;
  yield s.call.name;
}

export function* textsOfLeg(leg: LegSubject): Iterable<string | undefined> {
  yield* legTexts(leg);
  for (const party of [leg.from, leg.to]) yield writtenAs(party);
}

export function* textsOfCall(s: CallSubject): Iterable<string | undefined> {
  yield s.id;
  yield s.name;
  yield s.status;
  for (const leg of s.legs) {
    yield* textsOfLeg(leg);
    yield leg.status;
  }
  for (const member of s.members) yield* memberTexts(member);
}

/** Numbers are shown with a `+` that Vonage leaves out; either way of typing it finds them. */
function writtenAs(party: string | undefined): string | undefined {
  return party !== undefined && /^\d{7,15}$/.test(party) ? `+${party}` : party;
}
