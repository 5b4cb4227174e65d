import {describe, expect, it} from 'vitest';
import {withoutSecrets, withoutTypedSecrets} from '../../source/program/secret-arguments.js';

describe('a command line', () => {
  it.each([
    ['--api-secret abc --port 3000', '--api-secret ••• --port 3000'],
    ['--api-secret=abc --port 3000', '--api-secret=••• --port 3000'],
    ['--api-secret -abc --port 3000', '--api-secret ••• --port 3000'],
    ['--api-secret my pass word --port 3000', '--api-secret ••• ••• ••• --port 3000'],
    ['--private-key abc --signature-secret abc', '--private-key ••• --signature-secret •••'],
    ['--api-secrett abc', '--api-secrett •••'],
    ['--api_secret=abc', '--api_secret=•••'],
    ['-api-secret abc', '-api-secret •••'],
    ['—api-secret abc', '—api-secret •••'],
    ['--signature-secert=abc', '--signature-secert=•••'],
    ['--apisecret:abc', '--apisecret:•••'],
    ['--token abc --password=abc', '--token ••• --password=•••'],
    ['api-secret=abc VONAGE_API_SECRET=abc', 'api-secret=••• VONAGE_API_SECRET=•••'],
    ['--forward http://ann:abc@localhost:4000', '--forward http://ann:•••@localhost:4000'],
    ['simulate --signature-secret abc --seed 7', 'simulate --signature-secret ••• --seed 7'],
    ['open --api-secret abc', 'open --api-secret •••'],
  ])('%s is shown as %s', (line, shown) => {
    expect(withoutSecrets(line.split(' ')).join(' ')).toBe(shown);
  });

  it.each([
    '--port 3000 --to 447700900000 --filter leg:L1',
    '--application-id aaaaaaaa-bbbb-cccc-dddd-0123456789ab --api-key abcd1234 --api-url http://localhost:4001',
    '--prot 3000 --public-key key.pem --write-key private.key',
    'open call.ndjson --until answered --snapshot -',
    'token --ttl 60 --acl full',
  ])('has no secret: %s', line => {
    expect(withoutSecrets(line.split(' ')).join(' ')).toBe(line);
  });
});

describe('a message about it', () => {
  it('quotes what was typed, but no secret', () => {
    const words = ['--port', 'abc', '--api-secret', 'def', '--api-secrett=ghi'];
    expect(withoutTypedSecrets("error: unknown option '--api-secrett=ghi'", words)).toBe(
      "error: unknown option '--api-secrett=•••'",
    );
    expect(withoutTypedSecrets("there is no command 'def', nor \"def\", but 'abc' and def", words)).toBe(
      "there is no command '•••', nor \"•••\", but 'abc' and def",
    );
  });
});
