import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {checkNcco} from '../../source/vonage/ncco/check.js';

const nccoOf = (text: string) => JSON.stringify([{action: 'talk', text}]);
const judged = (text: string) => checkNcco(nccoOf(text));

/** What the finding points at: the next characters of the NCCO as it is written. */
function pointedAt(text: string): string[] {
  const ncco = nccoOf(text);
  return checkNcco(ncco).map(({column = 0}) => [...ncco].slice(column - 1, column + 4).join(''));
}

describe('spoken text', () => {
  it.each([
    'Hello, and welcome to Bits & Pieces: 50 % off, 5 < 6, and 3 > 2!',
    'The contract is null and void. Press 1, 2 or 3. It’s 100%.',
    'Your total is $12.50 (or 10%). Call us, e.g. at 10 a.m.',
    'Nancy, dial +44 7700 900000; #1 of [our] shops is @home.',
    '<speak>Hello.</speak>',
    '<speak version="1.0" xml:lang="en-US"><p><s>Tom &amp; Jerry</s> <break time=\'1s\'/></p></speak>',
    "<speak><prosody rate='fast'>I <emphasis level='strong'>can</emphasis></prosody> <sub alias='a'>b</sub></speak>",
    '<speak><break time="2s"/></speak>',
    '<speak><phoneme alphabet="ipa" ph="t&#x259;">a</phoneme><say-as interpret-as="digits">12</say-as><!-- c --></speak>',
  ])('may be %j', text => {
    expect(judged(text)).toEqual([]);
  });

  it.each([
    ['Hello [object Object]!', 'no-value', '[obje'],
    ['Hello [object Promise]', 'no-value', '[obje'],
    ['Hello undefined', 'no-value', 'undef'],
    ['You owe NaN pounds', 'no-value', 'NaN p'],
    ['Hello null.', 'no-value', 'null.'],
    ['None', 'no-value', 'None"'],
    ['Until Invalid Date', 'no-value', 'Inval'],
    ['Hi <__main__.User object at 0x7f00aa>', 'no-value', '<__ma'],
    ['Hi com.example.User@1b2c3d4', 'no-value', 'com.e'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template that was never filled in
    ['Hello ${name}', 'placeholder', '${nam'],
    ['Hello {{name}}', 'placeholder', '{{nam'],
    ['Hello {{ user.name }}', 'placeholder', '{{ us'],
    ['Hello {name}', 'placeholder', '{name'],
    ['Hello {}', 'placeholder', '{}"}]'],
    ['Hello {0}', 'placeholder', '{0}"}'],
    ['Hello #{name}', 'placeholder', '#{nam'],
    ['Hello %{name}', 'placeholder', '%{nam'],
    ['Hello %s', 'placeholder', '%s"}]'],
    ['Hello %(name)s', 'placeholder', '%(nam'],
    ['Hello %1$s', 'placeholder', '%1$s"'],
    ['Hello <%= name %>', 'placeholder', '<%= n'],
    ['Hello <?= $name ?>', 'placeholder', '<?= $'],
    ['Hello {% if x %}', 'placeholder', '{% if'],
    ['Hello $name', 'placeholder', '$name'],
    ['Hello [[name]]', 'placeholder', '[[nam'],
    ['Hello [your name]', 'placeholder', '[your'],
    ['Hello <name>', 'placeholder', '<name'],
    ['Hello <b>you</b>', 'placeholder', '<b>yo'],
    ["Wait <break time='1s'/> please", 'no-speak', '<brea'],
    ['<p>Hello</p>', 'no-speak', '<p>He'],
    ['&lt;speak&gt;Hello&lt;/speak&gt;', 'escaped-text', '&lt;s'],
    ['Tom &amp; Jerry', 'escaped-text', '&amp;'],
    ['<speak>Hello <voice name="Amy">you</voice></speak>', 'unknown-tag', '<voic'],
    ['<speak>Hello <Break/></speak>', 'unknown-tag', '<Brea'],
    ['<SPEAK>Hello</SPEAK>', 'unknown-tag', '<SPEA'],
    ['<speak>Hello <break time="1sec"/></speak>', 'break-time', '<brea'],
    ['<speak>Hello <break time="2"/></speak>', 'break-time', '<brea'],
  ])('is warned of where a caller would hear what nobody meant: %j', (text, code, at) => {
    expect(judged(text)).toMatchObject([{severity: 'warning', code, path: '[0].text'}]);
    expect(pointedAt(text)).toEqual([at]);
  });

  it.each([
    [
      '<speak>Tom & Jerry <break time=1s/></speak>',
      '& Jer',
      /at "& Jerry <break time=": `&` stands for itself only as `&amp;`/,
    ],
    ['<speak>AT&T</speak>', '&T</s', /`&amp;`/],
    ['<speak>a&nbsp;b</speak>', '&nbsp', /besides it only/],
    ['<speak>5 < 6</speak>', '< 6</', /`<` stands for itself only as `&lt;`/],
    ['<speak>a <break time=1s/></speak>', '1s/><', /stands in quotes/],
    ["<speak>a <break time='1s'> b</speak>", '<brea', /<break> is not closed: add <\/break>, or write <break\/>/],
    ['<speak><p>a</speak>', '<p>a<', /<p> is not closed/],
    ['<speak>a</p></speak>', '</p><', /<\/p> closes nothing: remove it/],
    ['<speak>a</Speak>', '</Spe', /<\/Speak> is written <\/speak>/],
    ['<speak>Hello', '<spea', /<speak> is not closed/],
    ['Hello <speak>you</speak>', 'Hello', /<speak> must enclose the whole text/],
    ['<speak>Hello</speak> you', 'you"}', /behind <\/speak>: put it inside/],
    ["<speak>a <break time='1s /></speak>", '</spe', /a quote before this is not closed/],
    ["<speak>a <break time='1s'/ b</speak>", '/ b</', /the tag break is not closed with >/],
    ['<speak>😀 "quoted"\n\té & b</speak>', '& b</', /`&amp;`/],
    [`<speak>${'<p>'.repeat(20_000)}`, '<spea', /nested too deep/],
  ])('is an error where its SSML cannot be read, and the place is told: %.60j', (text, at, why) => {
    const [finding] = judged(text).filter(({code}) => code === 'ssml');
    expect(finding).toMatchObject({severity: 'error', path: '[0].text'});
    expect(finding?.text).toMatch(why);
    expect(pointedAt(text).at(-1)).toBe(at);
  });

  it('is looked through in bounded time and words, whatever it holds', () => {
    const pieces = fc.constantFrom(
      '<speak>',
      '</speak>',
      '<p',
      '>',
      '&',
      '{{',
      '}}',
      '<%',
      '%',
      '[',
      '$',
      ' ',
      'é😀',
      'object',
      '"',
      '@',
      '.',
    );
    fc.assert(
      fc.property(fc.array(pieces, {maxLength: 60}), parts => {
        for (const {text} of judged(parts.join(''))) expect(text.length).toBeLessThan(300);
      }),
    );
    for (const piece of ['<', '<%', '{{', '[object ', 'a.', '&lt;', '<speak>', '<speak ', '&', '%(', ' ']) {
      expect(judged(piece.repeat(100_000)).length).toBeLessThan(5);
    }
  });
});
