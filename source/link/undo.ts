import {asRecord} from '../vonage/loose.js';
import {isSame, type Json, type JsonChange, type Path, valueAt, withValueAt} from './json.js';

/** What was changed at one place of an application: what stood there, and all that we ever put there, or were about to. */
export type ChangedValue = {path: string[]; before?: Json; ours: Json[]};

/** An application put back, as far as that is ours to do. */
export type Undone = {
  application: Json;
  /** What is put back. */
  changes: JsonChange[];
  /** Where somebody else has put something meanwhile: `before` is what stood there before us, `now` what does. */
  foreign: {path: Path; before: Json; ours: Json; now: Json}[];
};

/**
 * Puts back what was kept, and nothing else. A place where neither ours nor the old value stands is somebody else's: it is left as it is, or with
 * `force` put back as well.
 */
export function undo(application: Json, kept: readonly ChangedValue[], {force = false} = {}): Undone {
  const undone: Undone = {application, changes: [], foreign: []};
  for (const {path, before, ours} of kept) {
    const now = valueAt(application, path);
    if (isAsPut(now, before)) continue;
    if (!ours.some(each => isAsPut(now, each))) {
      undone.foreign.push({path, before, ours: ours.at(-1), now});
      if (!force) continue;
    }
    undone.application = withValueAt(undone.application, path, before);
    undone.changes.push({path, before: now, after: before});
  }
  return undone;
}

/**
 * Whether what was put somewhere is what stands there now: the API may add defaults of its own to an object, and show an empty webhook where there is
 * none (`put` is undefined).
 */
export function isAsPut(now: Json, put: Json): boolean {
  const [there, wanted] = [asRecord(now), asRecord(put)];
  if (there && wanted) return Object.keys(wanted).every(name => isAsPut(valueAt(there, [name]), wanted[name]));
  return put === undefined ? now === undefined || (there ?? {address: now}).address === '' : isSame(now, put);
}

/** What is to be kept before an application is changed so: what was kept already stays, with whatever was ours. */
export function keep(changes: readonly JsonChange[], already: readonly ChangedValue[] = []): ChangedValue[] {
  const places = new Map<string, ChangedValue>(already.map(each => [JSON.stringify(each.path), each]));
  for (const {path, before, after} of changes) {
    const place = JSON.stringify(path);
    const old = places.get(place);
    const ours = [...(old?.ours ?? []).filter(each => !isSame(each, after)), after];
    places.set(place, {path: [...path], before: old ? old.before : before, ours});
  }
  return [...places.values()];
}
