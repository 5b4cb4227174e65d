import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {maskNumbers} from '../../source/text/numbers.js';

describe('A phone number', () => {
  it.each([
    ['447700900123', '44••••••0123'],
    ['+447700900123', '+44••••••0123'],
    ['00447700900123', '00••••••••0123'],
    ['from=447700900123&to=%2B14155550100', 'from=44••••••0123&to=%2B14•••••0100'],
    ['text=call+%2B44+7700+900123+now', 'text=call+%2B44+••••+••0123+now'],
    ['%34%34%37%37%30%30%39%30%30%31%32%33', '%34%34••••••%30%31%32%33'],
    ['{"to":"\\u002b447700900123"}', '{"to":"\\u002b44••••••0123"}'],
    ['{"to":"\\u0034\\u003477009001\\u0032\\u0033"}', '{"to":"\\u0034\\u0034••••••01\\u0032\\u0033"}'],
    ['{"a":"{\\"to\\":\\"\\\\u002b447700900123\\"}"}', '{"a":"{\\"to\\":\\"\\\\u002b44••••••0123\\"}"}'],
    ['&#43;447700900123', '&#43;44••••••0123'],
    ['sip:447700900123@example.com', 'sip:44••••••0123@example.com'],
    ['sip:+447700900123@192.168.100.100:5060;user=phone', 'sip:+44••••••0123@192.168.100.100:5060;user=phone'],
    ['sip:447700900123%40example.com', 'sip:44••••••0123%40example.com'],
    ['tel:+44-7700-900-123', 'tel:+44-••••-••0-123'],
    ['call +44 7700 900123 now', 'call +44 •••• ••0123 now'],
    ['+44 (0)7700 900-000', '+44 (•)•••• ••0-000'],
    ['+1 (415) 555-0100', '+1 (4••) •••-0100'],
    ['1-800-555-0100', '1-8••-•••-0100'],
    ['(415) 555-0100', '(41•) •••-0100'],
    ['07700 900 123', '07••• ••0 123'],
    ['01.23.45.67.89', '01.••.••.67.89'],
    ['+33.1.23.45.67.89', '+33.•.••.••.67.89'],
    ['030/123456789', '03•/•••••6789'],
    ['+44\u00a07700\u2011900\u2013123', '+44\u00a0••••\u2011••0\u2013123'],
    ['\u202a+44\u200b7700900123\u202c', '\u202a+44\u200b••••••0123\u202c'],
    ['+44 1252345678', '+44 ••••••5678'],
    ['"5550100"', '"55•0100"'],
    ['to 447700900123.', 'to 44••••••0123.'],
    ['tel447700900123', 'tel44••••••0123'],
    ['N447700900123', 'N44••••••0123'],
    ['a447700900123', 'a44••••••0123'],
    ['call-447700900123.wav', 'call-44••••••0123.wav'],
    ['rec_447700900123_20200701T204534.mp3', 'rec_44••••••0123_20200701T204534.mp3'],
    ['20200701-447700900123', '20200701-44••••••0123'],
    ['/recordings/447700900123/2.wav', '/recordings/44••••••0123/2.wav'],
    ['447700900123x201', '44••••••0123x201'],
    ['447700900123-447700900456', '44••••••0123-44••••••0456'],
    ['447700900123,447700900456', '44••••••0123,44••••••0456'],
    ['1540459578991 447700900123', '1540459578991 44••••••0123'],
    ['٤٤٧٧٠٠٩٠٠١٢٣', '٤٤••••••٠١٢٣'],
    ['+४४७७००९००१२३', '+४४••••••०१२३'],
    ['４４７７００９００１２３', '４４••••••０１２３'],
    ['𝟒𝟒𝟕𝟕𝟎𝟎𝟗𝟎𝟎𝟏𝟐𝟑', '𝟒𝟒••••••𝟎𝟏𝟐𝟑'],
    ['+44 7700 900123/+44 7700 900124', '+44 •••• ••••••/+•• •••• ••0124'],
    ['call 447700900…', 'call 44•••••••…'],
    ['press 4 4 7 7 0 0 9 0 0 1 2 3', 'press 4 4 • • • • • • 0 1 2 3'],
  ])('%s is shown as %s', (text, shown) => {
    expect(maskNumbers(text)).toBe(shown);
    expect(maskNumbers(shown)).toBe(shown);
  });

  it.each([
    'CON-bc643220-2542-499a-892e-c982c4150c06',
    'CON-12345678-1234-1234-1234-123456789012',
    'leg:bc643220-2542-499a',
    '797168e24c19a3c45e74e05b10fef2b5',
    'NAM-0A0000000123ABCD1',
    '0A0000000123ABCD1',
    '30cecc87-7ac9-4d03-910a-123456789012',
    'd6c0e74b5857df20e3b7e51b30c0c2a40ec73a77879b6f074ddc7a2317dd031b',
    '0x7f1234567890',
    '2018-10-25T09:26:18.991Z',
    '2018-10-25 09:26:18',
    '2018-10-25T09-26-18',
    '25.10.2018, 25/10/2018, 2018/10/25',
    'rec-20181025T092618.wav, rec-20181025092618991.wav',
    '1540459578991',
    '1540459578',
    '{"at": 1540459578, "sent": 1540459578991123}',
    '12:04:11.250 +1.204 s',
    'Thu, 25 Oct 2018 09:26:18 GMT',
    '0.01150000',
    '1540459578.991',
    '/v1/conversations/CON-1/events?page_size=100',
    '192.168.100.100:3000',
    '169.63.86.174, 10.0.0.12, 8.8.8.8',
    '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
    'Mozilla/5.0 (X11) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.109 Safari/537.36',
    'Apache-HttpAsyncClient/4.1 (Java/1.8.0_66)',
    '200 in 1234 ms, 12.5 kB, 2019-2023',
    'audio/l16;rate=16000',
    '7EjDNQrAcipmOnc0HCzpQRkhBULzY44ljGUX4lXKyUIVfiZay5pv9wg%3D',
    '23410, 1234#, *100#',
    'after 1234567 ms, 12345678 bytes, 1234567s, 12345678 EUR, €1234567',
  ])('is not what %s is', text => {
    expect(maskNumbers(text)).toBe(text);
  });

  it('is hidden whatever is around it, and hidden once is hidden for good', () => {
    const number = fc.stringMatching(/^\+?[2-9]\d{8,14}$/);
    const around = fc.string().map(text => text.replace(/[\da-z+.-]/gi, '_'));
    fc.assert(
      fc.property(around, number, around, (before, number, behind) => {
        const masked = maskNumbers(`${before} ${number} ${behind}`);
        expect(masked).not.toContain(number);
        expect(masked).not.toContain(number.slice(-8));
        expect(maskNumbers(masked)).toBe(masked);
      }),
      {numRuns: 500},
    );
  });

  it('costs as much as its text is long', () => {
    for (const piece of [
      '1',
      '12 ',
      '+1',
      '447700900123 ',
      'a1',
      '1.',
      '2020-07-01',
      '00 1',
      'abcdef01',
      '%31',
      '1:1',
      '(1',
    ]) {
      const cost = (length: number) => {
        const text = piece.repeat(length / piece.length);
        return Math.min(...[1, 2, 3].map(() => cpu(() => maskNumbers(text))));
      };
      cost(4000);
      // 16 times the text: 16 times the work, or 256 times if every part of it were looked at from every other.
      expect(cost(128_000) / Math.max(cost(8000), 0.2), piece).toBeLessThan(100);
    }
  });
});

/** Work in ms of this process, whatever else the machine does. */
function cpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 1000;
}

it.each(['1 ', '1-', '12345678901 ', '+44 7700 900123,', '１'])('takes a body of %j from end to end', piece => {
  const text = piece.repeat(262_144 / piece.length);
  expect(maskNumbers(text)).toHaveLength(text.length);
});
