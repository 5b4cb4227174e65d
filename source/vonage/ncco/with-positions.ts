import type {Finding} from '../../call/finding.js';
import {type JsonNode, type JsonPath, offsetWithin, positionsIn} from '../../text/json-positions.js';
import type {NccoRemark} from './remark.js';

/** More remarks than anybody reads; a hostile answer could otherwise make a million. */
const most = 100;

/** Gives remarks their lines and columns, in the order of the text. */
export function withPositions(text: string, root: JsonNode, remarks: Iterable<NccoRemark>): Finding[] {
  const kept: NccoRemark[] = [];
  const left = {error: 0, warning: 0};
  for (const remark of remarks) {
    if (kept.length < most) kept.push(remark);
    else left[remark.severity]++;
  }
  const positionAt = positionsIn(text);
  const findings = kept
    .map(remark => ({remark, offset: offsetOf(text, root, remark)}))
    .sort((a, b) => a.offset - b.offset)
    .map(({remark: {path, at: _at, ...said}, offset}) => ({
      ...said,
      ...(path.length > 0 && {path: nameOf(path)}),
      ...positionAt(offset),
    }));
  const count = left.error + left.warning;
  if (count === 0) return findings;
  const rest = `${count} more remarks are not listed: repair these first and check again.`;
  return [...findings, {severity: left.error > 0 ? 'error' : 'warning', code: 'more', text: rest}];
}

/** Where a path is in the text, or the nearest position around it: a missing field has that of its object. */
function offsetOf(text: string, root: JsonNode, {path, at}: NccoRemark): number {
  let node = root;
  let offset = root.start;
  for (const step of path) {
    const member = typeof step === 'string' ? node.members?.get(step) : undefined;
    const next = typeof step === 'number' ? node.items?.[step] : member?.value;
    if (!next) break;
    offset = member?.at ?? next.start;
    node = next;
  }
  return at === undefined ? offset : offsetWithin(text, node, at);
}

/** Such as `[0].endpoint[0]["content-type"]`. */
function nameOf(path: JsonPath): string {
  const steps = path.map(step => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return steps.join('').replace(/^\./, '');
}
