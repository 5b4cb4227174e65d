import {span} from '../../output/format.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {chosenCall, nccoReplySeq} from '../../store/select.js';
import {actionRows, findingRows, nccoRowCount} from '../../store/windows.js';
import {yetInCall} from '../../store/yet.js';
import {counted} from '../../text/counted.js';
import {printable, repeat, type Safe, safe, widthOf, wrap} from '../../text/printable.js';
import {describeNcco} from '../../vonage/ncco/describe.js';
import {waitOfCall, waitText} from '../../world/read/waiting.js';
import type {Role} from '../look.js';
import {type DrawnPane, type PaneView, type Pen, seenRows} from '../pane-view.js';
import {type Part, rowOf} from '../row.js';

/** What the call was answered with: the NCCO's actions, and what the check found. */
export const nccoPane: DrawnPane = {
  third: 'bottom',
  column: 'right',
  useful: 2,
  weight: 1,
  wish: nccoRowCount,
  payloads: model => [nccoReplySeq(model)],
  draw,
};

function draw(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  const wait = call && waitOfCall(model.world, call, model.now);
  if (wait) {
    const text = wrap(printable(waitText(wait)), Math.max(1, width - 2));
    return {title: [safe`NCCO`], rows: text.map(part => rowOf([['warn', safe` ${part}`]]))};
  }
  const seq = nccoReplySeq(model);
  const reply = seq === undefined ? undefined : model.payloads.get(seq);
  if (!call || reply?.source !== 'reply') {
    return {
      title: [safe`NCCO`],
      rows: [rowOf([['dim', safe` No answer webhook of this call${printable(yetInCall(model))}.`]])],
    };
  }
  const actions = describeNcco(reply.raw.body);
  const findings = reply.findings ?? [];
  const errors = findings.filter(finding => finding.severity === 'error').length;
  const behind = (role: Role, sign: Safe, texts: readonly Safe[]) =>
    texts.map((text, i): Part[] => [
      [role, i === 0 ? sign : repeat(safe` `, widthOf(sign))],
      [role, text],
    ]);
  const numbered = (action: string, i: number) =>
    actionRows(action, i + 1, width, pen.print).map((text, j): Part[] => {
      const place = safe` ${i + 1} `;
      return [['dim', j === 0 ? place : repeat(safe` `, widthOf(place))], text];
    });
  const rows: Part[][] = [
    ...actions.flatMap(numbered),
    ...(actions.length === 0 ? [[['bad', safe` The reply is no NCCO.`] as Part]] : []),
    [['dim', safe` ${reply.raw.status} by the ${pen.print(reply.by)} in ${span(reply.ms)} of 5.0s`]],
    ...(reply.failure
      ? behind('bad', safe` ! `, wrap(pen.print(reply.failure.text, 600), Math.max(1, width - 3)))
      : []),
    ...findings.flatMap(finding =>
      behind(finding.severity === 'error' ? 'bad' : 'warn', safe` ! `, findingRows(finding, width, pen.print)),
    ),
  ];
  const start = firstSeen(model.view.focus === 'ncco' ? model.view.scroll : 0, rows.length, height);
  return {
    title: [safe`NCCO returned`],
    right: [
      errors > 0
        ? ['bad', printable(counted(errors, 'error'))]
        : findings.length > 0
          ? ['warn', printable(counted(findings.length, 'remark'))]
          : ['good', safe`✓`],
    ],
    ...seenRows(
      rows.map(parts => rowOf(parts)),
      start,
      height,
    ),
  };
}
