import {span} from '../../output/format.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {chosenCall, nccoReplySeq} from '../../store/select.js';
import {yetInCall} from '../../store/yet.js';
import {printable, safe, wrap} from '../../text/printable.js';
import {describeNcco} from '../../vonage/ncco/describe.js';
import {waitOfCall, waitText} from '../../world/read/waiting.js';
import type {PaneView, Pen} from '../pane-view.js';
import {type Part, rowOf} from '../row.js';

/** What the call was answered with: the NCCO's actions, and what the check found. */
export function nccoPane(model: Model, pen: Pen, {width, height}: Inside): PaneView {
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
  const rows: Part[][] = [
    ...actions.map((action, i): Part[] => [['dim', safe` ${i + 1} `], pen.print(action, 200)]),
    ...(actions.length === 0 ? [[['bad', safe` The reply is no NCCO.`] as Part]] : []),
    [['dim', safe` ${reply.raw.status} by the ${pen.print(reply.by)} in ${span(reply.ms)} of 5.0s`]],
    ...(reply.failure
      ? wrap(pen.print(reply.failure.text, 600), Math.max(1, width - 3)).map((text): Part[] => [
          ['bad', safe` ! ${text}`],
        ])
      : []),
    ...findings.flatMap(finding =>
      wrap(pen.print(`${finding.path ?? ''} ${finding.text}`.trim(), 600), Math.max(1, width - 3)).map(
        (text, i): Part[] => [
          [finding.severity === 'error' ? 'bad' : 'warn', safe` ${i === 0 ? safe`!` : safe` `} ${text}`],
        ],
      ),
    ),
  ];
  const start = firstSeen(model.view.focus === 'ncco' ? model.view.scroll : 0, rows.length, height);
  return {
    title: [safe`NCCO returned`],
    right: [
      errors > 0
        ? ['bad', safe`${errors} errors`]
        : findings.length > 0
          ? ['warn', safe`${findings.length} remarks`]
          : ['good', safe`✓`],
    ],
    rows: rows.slice(start, start + height).map(parts => rowOf(parts)),
  };
}
