import {nkeys} from '@nats-io/transport-node';

/** A key of an operator, an account or a user. */
type Key = ReturnType<typeof nkeys.createUser>;

/** A server's operator mode: one account with JetStream, whose users are known by what it has signed. */
export type Accounts = {
  /** What the server's configuration needs. */
  config: string;
  /** The text of a file of credentials: of a user who may what `permissions` say (all, where they are absent) until `expires`, s since the epoch. */
  creds(user?: {permissions?: object; expires?: number; signer?: Key}): string;
};

const unlimited = {subs: -1, data: -1, payload: -1};

/** As `nsc` makes them. */
export function createAccounts(): Accounts {
  const [operator, account, system] = [nkeys.createOperator(), nkeys.createAccount(), nkeys.createAccount()];
  const [id, systemId] = [account.getPublicKey(), system.getPublicKey()];
  const storage = {mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1};
  const noStorage = {mem_storage: 0, disk_storage: 0, streams: 0, consumer: 0};
  const limits = {...unlimited, ...storage, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1};
  const operatorJwt = signed(operator, {sub: operator.getPublicKey(), nats: {type: 'operator', version: 2}});
  const accountJwt = signed(operator, {sub: id, nats: {type: 'account', version: 2, limits}});
  const systemJwt = signed(operator, {
    sub: systemId,
    nats: {type: 'account', version: 2, limits: {...limits, ...noStorage}},
  });
  return {
    config: `operator: "${operatorJwt}"\nsystem_account: ${systemId}\nresolver: MEMORY
      resolver_preload: {${id}: "${accountJwt}", ${systemId}: "${systemJwt}"}`,
    creds({permissions = {}, expires, signer = account} = {}) {
      const user = nkeys.createUser();
      const nats = {...permissions, ...unlimited, type: 'user', version: 2};
      const jwt = signed(signer, {sub: user.getPublicKey(), nats, ...(expires !== undefined && {exp: expires})});
      return [
        ...['-----BEGIN NATS USER JWT-----', jwt, '------END NATS USER JWT------', ''],
        ...['-----BEGIN USER NKEY SEED-----', Buffer.from(user.getSeed()), '------END USER NKEY SEED------', ''],
      ].join('\n');
    },
  };
}

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(key: Key, claims: object): string {
  const iat = Math.floor(Date.now() / 1000);
  const all = {jti: 'of-a-test', iat, iss: key.getPublicKey(), name: 'of a test', ...claims};
  const text = `${base64({typ: 'JWT', alg: 'ed25519-nkey'})}.${base64(all)}`;
  return `${text}.${Buffer.from(key.sign(Buffer.from(text))).toString('base64url')}`;
}
