import type {FlowDraft} from './draft.js';

const SCHEMA = '# yaml-language-server: $schema=./node_modules/convo-monitor/dist/flow.schema.json';

/** A flow file of so many calls that go like this, as YAML: lists on their lines, and what else may be said in comments. */
export async function flowText(name: string, calls: number, draft: FlowDraft): Promise<string> {
  const {Document, isSeq, visit} = await import('yaml');
  const document = new Document({flow: name, calls, ...draft});
  visit(document, {
    Seq(_, list) {
      if (isSeq(list)) list.flow = true;
    },
  });
  const [first = '', second = '', ...rest] = document
    .toString({lineWidth: 0, flowCollectionPadding: false})
    .split('\n');
  const place = '# place: answered    # what convo-monitor test places: convo-monitor simulate --list';
  return [SCHEMA, first, place, second, ...rest].join('\n');
}
