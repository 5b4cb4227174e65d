import {beforeAll, describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {type Ladders, reports} from '../../source/output/report.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import type {Snapshot} from '../../source/output/snapshot-schema.js';
import {CALL, eventDraft, seedObservations} from '../helpers/seed.js';
import {arrive, worldOf} from './seed-call.js';

const payload = async () => undefined;
const taken = (drafts: readonly Draft[]) => snapshotOf(worldOf(arrive(drafts)), {takenAt: 0, payload});

const none: Ladders = new Map();

/** An event webhook of an outbound leg. */
const leg = (more: Record<string, unknown>) =>
  eventDraft({uuid: 'leg', conversation_uuid: CALL, direction: 'outbound', status: 'started', ...more});

let seed: Snapshot;
let empty: Snapshot;
beforeAll(async () => {
  seed = await snapshotOf(worldOf(seedObservations()), {takenAt: 0, payload});
  empty = await taken([]);
});

describe('a text report', () => {
  it('has the verdict, then legs, members and events in columns', () => {
    const lines = reports.text(seed, none).split('\n');
    expect(lines).toContain('Talked for 5 min 0 s. Who hung up is not known: no disconnected_by came.');
    const legs = lines.indexOf('Legs');
    expect(lines.slice(legs + 1, legs + 4)).toEqual([
      '  leg  way  type   from          to            status     set-up  ring   talk   price  ended  id',
      '  L1   in   phone  447700000001  447700000002  completed  0ms     11.3s  5m00s                797168e24c19a3c45e74e05b10fef2b5',
      '  L2   out  phone  Unknown       447700000003  completed  0ms     5.9s   5m00s                30cecc87-7ac9-4d03-910a-e9d69558263c',
    ]);
    expect(lines).toContain('  09:26:30.277  11.286       L2   answered       W+A  40ms');
    expect(lines.filter(line => line.includes('JOINED')).map(line => line.trim().split(/ {2,}/).at(-1))).toEqual([
      'audio on',
      'audio on',
    ]);
    expect(lines).not.toContain('Problems');
  });

  it('has no delay for stamps that are not of now', async () => {
    const text = reports.text(await taken([leg({timestamp: '2011-01-01T00:00:00.000Z'})]), none);
    expect(text).toMatch(/started +W +–$/m);
  });

  it('lets no control character through', async () => {
    const evil = 'a\x1b]2;title\x07\r\nb\u202ec\x9b';
    const text = reports.text(await taken([leg({from: evil, to: evil, status: 'failed', detail: evil})]), none);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('has as many rows as a call has events', () => {
    const [call] = seed.conversations;
    const events = Array.from({length: 150_000}, () => call?.events[0]).filter(event => event !== undefined);
    const text = reports.text({...seed, conversations: call ? [{...call, events}] : []}, none);
    expect(text.split('\n').length).toBeGreaterThan(150_000);
  });

  it('says so when there is no call, or more than the calls', async () => {
    expect(reports.text(empty, none)).toBe('No call is in here.\n');
    const loose = await taken([eventDraft({payload: {a: 1}})]);
    expect(reports.text(loose, none)).toContain('1 event belongs to no call: see --format json.');
  });
});

describe('a Markdown report', () => {
  it('has tables, the ladder and the diagram', () => {
    const markdown = reports.markdown(seed, new Map([[CALL, ' 09:26:18.992 │\n']]));
    expect(markdown).toContain('### Ladder\n\n```text\n 09:26:18.992 │\n```\n');
    expect(markdown).toMatch(/^## Call `CON-bc64`$/m);
    expect(markdown).toMatch(/^\| `L1` \| `in` \| `phone` \| `447700000001` \| `447700000002` \| `completed` \|/m);
    expect(markdown).toMatch(/^```mermaid\nsequenceDiagram\n[^`]*\n```$/m);
  });

  it.each([
    ['<script>alert(1)</script> x', '\\<script\\>alert(1)\\</script\\> x'],
    ['a | b', 'a \\| b'],
    ['**bold** _it_', '\\*\\*bold\\*\\* \\_it\\_'],
    ['![x](http://evil.example/a b)', '!\\[x\\](http\\://evil\\.example/a b)'],
    ['see www.evil.example now', 'see www\\.evil\\.example now'],
    ['ping @someone now', 'ping \\@<!-- -->someone now'],
    ['see #12 and !7', 'see \\#<!-- -->12 and !<!-- -->7'],
    ['back`tick', 'back\\`tick'],
    ['a|b', 'a\\|b'],
    ['1. list', '1\\. list'],
    ['&lt; $x$', '\\&lt; \\$x\\$'],
    ['two\nlines', 'two\\\\nlines'],
  ])('shows %j as text', async (from, shown) => {
    const row = reports
      .markdown(await taken([leg({from})]), none)
      .split('\n')
      .find(line => line.startsWith('| `L1` |'));
    expect(row).toContain(`| ${shown} |`);
  });
});

describe('a Mermaid diagram', () => {
  it('has who said what to whom', () => {
    const lines = reports.mermaid(seed).split('\n');
    expect(lines.slice(0, 8)).toEqual([
      'sequenceDiagram',
      '  participant L1 as L1 447700000001',
      '  participant V as Vonage',
      '  participant A as application',
      '  participant L2 as L2 447700000003',
      '  L1->>V: +0.000 started',
      '  V-->>L1: +0.000 ringing',
      '  V->>A: +0.011 answer to 447700000002',
    ]);
    expect(lines).toContain('  L2-->>V: +11.286 answered');
    expect(lines).toContain('  V--xL1: +5:11.188 completed');
  });

  it.each([
    ['a;b', 'a#59;b'],
    ['#35;', '#35;35#59;'],
    ['the end', 'the en#100;'],
    ['END', 'EN#68;'],
    ['x\nV->>A: forged', 'x#92;nV-#62;#62;A#58; forged'],
    ['%%{init: {}}%%', '#37;#37;#123;init#58; #123;#125;#125;#37;#37;'],
  ])('cannot be broken by a party called %j', async (to, shown) => {
    expect(reports.mermaid(await taken([leg({to})]))).toContain(`  participant L1 as L1 ${shown}\n`);
  });
});

describe('CSV', () => {
  it('has a row for each event', () => {
    const [header, ...rows] = reports.csv(seed).trimEnd().split('\r\n');
    expect(header).toMatch(/^conversation,at,arrivedAt,legLabel,leg,member,type,/);
    expect(rows).toHaveLength(14);
    expect(rows[5]).toBe(
      'CON-bc643220-2542-499a-892e-c982c4150c06,2018-10-25T09:26:24.384Z,2018-10-25T09:26:24.425Z,L2,' +
        '30cecc87-7ac9-4d03-910a-e9d69558263c,MEM-25ccda92-839d-4ac6-a7b2-de310224878b,ringing,sip:ringing,2,ringing,' +
        'webhook+api,1,false,true,,,,,30cecc87-7ac9-4d03-910a-e9d69558263c/ringing/1540459584384,,',
    );
  });

  it.each([
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['=HYPERLINK("http://evil")', '"\'=HYPERLINK(""http://evil"")"'],
    ['@SUM(1)', "'@SUM(1)"],
    ['-1+1', "'-1+1"],
    ['＝1+1', "'＝1+1"],
    ['busy; =1+1', '"busy;\' =1+1"'],
    ['a; b', '"a; b"'],
    ['+447700000001', '+447700000001'],
    ['a\r\nb', 'a\\r\\nb'],
  ])('holds %j in one harmless cell', async (reason, cell) => {
    const csv = reports.csv(await taken([eventDraft({conversation_uuid: CALL, reason})]));
    const [, row, ...more] = csv.split('\r\n');
    expect(row).toContain(`,${cell},`);
    expect(more).toEqual(['']);
  });

  it('has what belongs to no call, too', async () => {
    expect(reports.csv(await taken([eventDraft({payload: {}})])).split('\r\n')[1]).toMatch(/^,.*,notify,/);
  });
});
