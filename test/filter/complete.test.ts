import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {completeFilter, type Vocabulary} from '../../source/filter/complete.js';
import {describeFilter} from '../../source/filter/describe.js';
import {fields} from '../../source/filter/fields.js';
import {parseFilter} from '../../source/filter/parse.js';
import {vocabularyOf} from '../../source/filter/vocabulary.js';
import {emptyWorld} from '../../source/world/world.js';
import {anyText} from '../helpers/filters.js';
import {fold} from '../helpers/fold.js';
import {apiDraft, BOB, CALL, eventDraft, observe, sample, tableWebhooks} from '../helpers/seed.js';

const vocabulary: Vocabulary = {
  type: [
    {text: 'ringing', hint: '2×'},
    {text: 'audio:dtmf', hint: '1×'},
  ],
  leg: [
    {text: 'L1', hint: 'phone 447700000001'},
    {text: 'L2', hint: 'app anna'},
  ],
  member: [],
  listener: [{text: 'qa-lab', hint: ''}],
  party: [{text: 'Anna (sales)', hint: ''}],
  call: [],
};

/** Completes at the `|`, takes the first option and says what the text is then. */
function complete(marked: string): {options: string[]; result?: string} {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  const {from, to, options} = completeFilter(text, cursor, vocabulary);
  const [first] = options;
  return {
    options: options.map(option => option.text),
    ...(first && {result: text.slice(0, from) + first.text + text.slice(to)}),
  };
}

describe('completeFilter', () => {
  it.each([
    ['ty|', 'type:'],
    ['la|', 'lat>'],
    ['leg:L1 sta|', 'leg:L1 status:'],
    ['le|g:L2 busy', 'leg:L2 busy'],
    ['type:d|', 'type:audio:dtmf'],
    ['leg:L1,|', 'leg:L1,L1'],
    ['leg:L1,L2|', 'leg:L1,L2'],
    ['is:du|', 'is:duplicate'],
    ['!is:pro|', '!is:problem'],
    ['status:bu|', 'status:busy'],
    ['(dir:o|)', '(dir:out)'],
    ['from:anna|', 'from:"Anna (sales)"'],
    ['from:"anna|', 'from:"Anna (sales)"'],
    ['prob|', 'is:problem'],
    ['bus|', 'status:busy'],
    ['webs|', 'endpoint:websocket'],
  ])('%s becomes %s', (before, after) => {
    expect(complete(before).result).toBe(after);
  });

  it('offers every field where nothing is typed yet', () => {
    for (const text of ['|', 'busy |', '!|', '(|']) {
      expect(complete(text).options).toEqual(expect.arrayContaining(['type:', 'leg:', 'is:', 'lat>', 'not ']));
    }
  });

  it.each(['/ty|', '"ty|', 'lat>5|', 'typ:d|', 'type:/d|'])('offers nothing for %s', text => {
    expect(complete(text).options).toEqual([]);
  });

  it('says what each option means', () => {
    expect(completeFilter('leg:', 4, vocabulary).options[1]).toEqual({text: 'L2', hint: 'app anna'});
    const [busy] = completeFilter('status:busy', 11, vocabulary).options;
    expect(busy?.hint).toBe('The called party was busy.');
  });

  it('replaces a part of the text that holds the cursor, and never throws', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, anywhere) => {
        const cursor = anywhere % (text.length + 1);
        const {from, to} = completeFilter(text, cursor, vocabulary);
        expect(0 <= from && from <= cursor && cursor <= to && to <= text.length).toBe(true);
      }),
      {numRuns: 500},
    );
  });
});

describe('vocabularyOf', () => {
  const drafts = [
    ...tableWebhooks().map(eventDraft),
    apiDraft('members', sample('conversation/seed-members-list.json')),
    apiDraft('events', sample('conversation/seed-events.json')),
  ];
  const observations = observe(drafts);
  const world = fold(emptyWorld(), observations);

  it('names what was seen of a call', () => {
    const {type, leg, member, party, call} = vocabularyOf(world, world.conversations.get(CALL));
    expect(type[0]).toEqual({text: 'member:joined', hint: '3×'});
    expect(type.map(({text}) => text)).toEqual(expect.arrayContaining(['ringing', 'sip:ringing', 'completed']));
    expect(leg.map(({text}) => text)).toEqual(['L1', 'L2']);
    expect(leg[0]?.hint).toBe('phone 447700000001');
    expect(member.map(({text}) => text)).toEqual(['M1', 'M2']);
    expect(party.map(({text}) => text)).toContain('447700000002');
    expect(call).toEqual([{text: CALL, hint: expect.any(String)}]);
  });

  it('counts on where it stopped', () => {
    const at = observations.length + 1;
    const [more] = observe([eventDraft({uuid: BOB.leg, conversation_uuid: CALL, payload: {}, status: 'notify'})]);
    expect(more).toBeDefined();
    const next = fold(world, more ? [{...more, seq: at}] : []);
    expect(vocabularyOf(next, undefined).type).toContainEqual({text: 'notify', hint: '1×'});
  });
});

describe('describeFilter', () => {
  it('gives examples that can be read as they stand', () => {
    for (const {write} of describeFilter()) {
      for (const example of write.split(', ')) {
        expect(parseFilter(example)).toEqual({filter: expect.anything(), errors: []});
      }
    }
  });

  it('names every field and every word of the table', () => {
    const all = describeFilter()
      .map(({write}) => write)
      .join(' ');
    for (const [name, field] of Object.entries(fields)) {
      expect(all).toMatch(new RegExp(`\\b${name}[:<>]`));
      if (field.kind === 'words') for (const word of Object.keys(field.words)) expect(all).toContain(`${name}:${word}`);
    }
  });

  it('begins each field’s example with its name, which completion relies on', () => {
    for (const [name, {example}] of Object.entries(fields)) expect(example).toMatch(new RegExp(`^${name}(:|[<>]=?)`));
  });
});
