import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
  accountUrls,
  conversationPath,
  memberPath,
  regionNamed,
  regionOf,
  trustedOrigin,
} from '../../source/vonage/hosts.js';

const own = 'http://127.0.0.1:8020/base';

describe('a token may be sent to', () => {
  it.each([
    ['https://api.nexmo.com', 'https://api.nexmo.com'],
    ['https://api.nexmo.com/', 'https://api.nexmo.com'],
    ['https://api-us-3.vonage.com', 'https://api-us-3.vonage.com'],
    ['https://api-us-4.vonage.com', 'https://api-us-4.vonage.com'],
    ['https://api-eu-3.vonage.com', 'https://api-eu-3.vonage.com'],
    ['https://api-eu-4.vonage.com', 'https://api-eu-4.vonage.com'],
    ['https://api-ap-3.vonage.com', 'https://api-ap-3.vonage.com'],
    ['https://api-ap-4.vonage.com/', 'https://api-ap-4.vonage.com'],
    ['https://api-sg-1.nexmo.com', 'https://api-sg-1.nexmo.com'],
    ['http://127.0.0.1:8020', 'http://127.0.0.1:8020'],
  ])('%s', (url, origin) => {
    expect(trustedOrigin(url, own)).toBe(origin);
  });
});

describe('a token may never be sent to', () => {
  const hostile: unknown[] = [
    'https://api-us-3.vonage.com.evil.com',
    'https://api-us-3.vonage.com@evil.com',
    'https://user:pass@api-us-3.vonage.com',
    'https://evil.com\\@api-us-3.vonage.com',
    'https://evil.com/https://api-us-3.vonage.com',
    'https://evil.com#https://api-us-3.vonage.com',
    'https://evil.com?https://api-us-3.vonage.com',
    'https://api-us-3.vonage.com%2eevil.com',
    'https://api-us-3.vonage%2ecom',
    'https://api-us-3.vonage\uFF0Ecom',
    'https://api-us-3\u3002vonage.com',
    'https://\u0430pi-us-3.vonage.com',
    'https://xn--pi-us-3-9fg.vonage.com',
    'https://api-us-3.vonage.com\t',
    'https://api-us-3\t.vonage.com',
    'https://api-us-3.vonage.com\n.evil.com',
    ' https://api-us-3.vonage.com',
    'https://api-us-3.vonage.com.',
    'https://api-us-3.vonage.com:8443',
    'https://api-us-3.vonage.com:443',
    'http://api-us-3.vonage.com',
    'ftp://api-us-3.vonage.com',
    '//api-us-3.vonage.com',
    'api-us-3.vonage.com',
    'https://API-US-3.vonage.com',
    'https://api-us-3.vonage.com/v1',
    'https://api-us-3.vonage.com//',
    'https://api-us-3.vonage.com/../..',
    'https://api-us-9.vonage.com',
    'https://api-us-3a.vonage.com',
    'https://apixus-3.vonage.com',
    'https://vonage.com',
    'https://developer.vonage.com',
    'http://127.0.0.1',
    'http://127.0.0.1:8021',
    'https://127.0.0.1:8020',
    'http://[::1]:8020',
    'http://2130706433',
    'http://2130706433:8020',
    'http://0x7f.1:8020',
    'http://localhost:8020',
    'http://169.254.169.254',
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    `https://${'a'.repeat(300)}.vonage.com`,
    '',
    'null',
    null,
    undefined,
    0,
    ['https://api-us-3.vonage.com'],
    {href: 'https://api-us-3.vonage.com'},
    new URL('https://api-us-3.vonage.com'),
  ];

  it.each(hostile.map(url => [url]))('%j', url => {
    expect(trustedOrigin(url, own)).toBeUndefined();
  });

  it('anything else that a URL can be', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string(), fc.anything()), url => trustedOrigin(url, own) === undefined),
    );
  });

  it('the opaque origin of a configured URL that has none', () => {
    expect(trustedOrigin('null', 'file:///x')).toBeUndefined();
    expect(trustedOrigin('http://x', 'not a URL')).toBeUndefined();
  });
});

describe('an id may become a path', () => {
  it('when it is a conversation of the platform', () => {
    const id = 'CON-bc643220-2542-499a-892e-c982c4150c06';
    expect(conversationPath(id)).toBe(`/conversations/${id}`);
  });

  it.each([
    ['CON-BC643220-2542-499A-892E-C982C4150C06'],
    ['con-bc643220-2542-499a-892e-c982c4150c06'],
    ['bc643220-2542-499a-892e-c982c4150c06'],
    ['CON-bc643220-2542-499a-892e-c982c4150c06\n'],
    ['CON-bc643220-2542-499a-892e-c982c4150c06/members'],
    ['CON-bc643220-2542-499a-892e-c982c4150c0g'],
    ['CON-..%2f..%2fusers'],
    ['../../etc/passwd'],
    ['CON-'],
    ['CON-\0'],
    [''],
    [`CON-${'a'.repeat(300)}`],
    [null],
    [['CON-bc643220-2542-499a-892e-c982c4150c06']],
  ])('but not %j', id => {
    expect(conversationPath(id)).toBeUndefined();
  });

  it('when it is a member, fixtures included', () => {
    expect(memberPath('MEM-63f61863-4a51-4f6b-86e1-46edebio0391')).toBe(
      '/members/MEM-63f61863-4a51-4f6b-86e1-46edebio0391',
    );
  });

  it.each([['MEM-'], ['MEM-1/../..'], ['MEM-1?x'], ['MEM-1%2f'], ['me'], ['MEM-1\n'], [`MEM-${'a'.repeat(65)}`]])(
    'but not the member %j',
    id => {
      expect(memberPath(id)).toBeUndefined();
    },
  );
});

describe('the account’s own APIs', () => {
  const vonage = {
    applications: 'https://api.nexmo.com/v2/applications',
    numbers: 'https://rest.nexmo.com/account/numbers',
  };

  it.each([
    ['https://api.nexmo.com', vonage],
    ['https://api-eu-3.vonage.com', vonage],
    [own, {applications: `${own}/v2/applications`, numbers: `${own}/account/numbers`}],
  ])('are, beside %s, at hosts of Vonage or where the rest is', (url, due) => {
    expect(accountUrls(url)).toEqual(due);
  });
});

describe('a region', () => {
  it.each([
    ['https://api-us-3.vonage.com', 'us-3'],
    ['https://api-sg-1.nexmo.com/', 'sg-1'],
    ['https://api.nexmo.com', undefined],
    ['https://api-us-3.vonage.com.evil.example', undefined],
    ['', undefined],
  ])('is that of %s', (url, due) => {
    expect(regionOf(url)).toBe(due);
  });

  it.each([
    ['na-east', 'us-3'],
    ['eu-west', 'eu-3'],
    ['na-east.vonage.com', 'us-3'],
    ['moon', undefined],
  ])('is named %s in an application', (word, due) => {
    expect(regionNamed(word)).toBe(due);
  });
});
