import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { makeFernetKey, parseFernetKey, sealFernet } from '../src/crypto/fernet.ts'
import type { DialectName } from '../src/store/engine/dialect.ts'
import { ldapOptions } from './directory-entries.ts'
import { rulesOf } from './federation-fixture.ts'
import { createKeystone, insertKeystone, type KeystoneRows } from './keystone-schema.ts'
import { makeDatabase } from './postgres.ts'

/** A database with Keystone's tables, and the folders of its keys. */
export type Keystone = {
  readonly url: string
  readonly fernetKeys: string
  readonly credentialKeys: string
  /** The primary key of credentials. */
  readonly credentialKey: string
  readonly tokenKey: string
  run(...statements: readonly string[]): Promise<void>
  insert(rows: KeystoneRows): Promise<void>
  remove(): Promise<void>
}

const openSqlite = async (folder: string) => {
  const file = join(folder, 'keystone.sqlite')
  const database = new DatabaseSync(file)
  return {
    url: `sqlite:///${file}`,
    run: async (...statements: readonly string[]) => {
      for (const statement of statements) database.exec(statement)
    },
    close: async () => database.close(),
  }
}

const openPostgres = async (server: string) => {
  const database = await makeDatabase(server)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  return {
    url: database.url
      .replace('postgresql:', 'postgresql+psycopg2:')
      .replace('postgres:', 'postgresql+psycopg2:'),
    run: async (...statements: readonly string[]) => {
      for (const statement of statements) await client.query(statement)
    },
    close: async () => {
      await client.end()
      await database.drop()
    },
  }
}

/** Beside Muster's database: SQLite beside SQLite, and a second database of the same PostgreSQL server. */
export const makeKeystone = async (kind: DialectName, server: string | undefined): Promise<Keystone> => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-keystone-'))
  const open =
    kind === 'sqlite' || server === undefined ? await openSqlite(folder) : await openPostgres(server)
  const dialect = open.url.startsWith('sqlite') ? 'sqlite' : 'postgres'
  const [fernetKeys, credentialKeys] = [join(folder, 'fernet'), join(folder, 'credential')]
  const [tokenKey, credentialKey] = [makeFernetKey(), makeFernetKey()]
  for (const [keys, primary] of [
    [fernetKeys, tokenKey],
    [credentialKeys, credentialKey],
  ] as const) {
    await mkdir(keys)
    await writeFile(join(keys, '0'), makeFernetKey())
    await writeFile(join(keys, '1'), primary)
  }
  await open.run(...createKeystone(dialect))
  return {
    url: open.url,
    fernetKeys,
    credentialKeys,
    credentialKey,
    tokenKey,
    run: open.run,
    insert: (rows) => open.run(...insertKeystone(dialect, rows)),
    async remove() {
      await open.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const padded = (token: string): string => token.padEnd(Math.ceil(token.length / 4) * 4, '=')

/** As Keystone seals the blob of a credential. */
export const sealedBlob = (key: string, blob: string): string =>
  padded(sealFernet(parseFernetKey(key), Buffer.from(blob), 1_700_000_000))

export const ec2Key = { access: 'a'.repeat(32), secret: 'b'.repeat(32) }
export const ec2Id = createHash('sha256').update(ec2Key.access).digest('hex')

export const knownHeads: KeystoneRows = {
  alembic_version: [{ version_num: '29e87d24a316' }, { version_num: 'e25ffa003242' }],
}

/** The id of an entry of an LDAP directory, as Keystone makes it. */
export const entryId = (domainId: string, type: 'user' | 'group', localId: string): string =>
  createHash('sha256').update(`${domainId}${type}${localId}`).digest('hex')

export const directory = {
  domainId: 'd-ldap',
  alice: entryId('d-ldap', 'user', 'alice'),
  engineers: entryId('d-ldap', 'group', 'engineers'),
} as const

const mapped = (publicId: string, type: 'user' | 'group', localId: string) => ({
  public_id: publicId,
  domain_id: directory.domainId,
  local_id: localId,
  entity_type: type,
})

/** Options of a domain; the password is in a table of its own. */
export const configRows = (
  domainId: string,
  config: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): KeystoneRows => {
  const rows = Object.entries(config).flatMap(([group, options]) =>
    Object.entries(options).map(([option, value]) => ({
      domain_id: domainId,
      group,
      option,
      value: JSON.stringify(value),
    })),
  )
  return {
    whitelisted_config: rows.filter(({ option }) => option !== 'password'),
    sensitive_config: rows.filter(({ option }) => option === 'password'),
  }
}

/** As Keystone stores the rules of a mapping: JSON text within JSON. */
export const rulesText = (rules: readonly object[]): string => JSON.stringify(JSON.stringify(rules))

export const trustIds = { trust: '1'.repeat(32), below: '2'.repeat(32), ended: '3'.repeat(32) }

const root = '<<keystone.domain.root>>'
const day = '2026-01-02 03:04:05'
const microseconds = 1_767_323_045_000_000

/** Hashes of `password of ada`, `older password of ada`, `secret of the credential`, `password of grace` and `password of kay`. */
const hashes = {
  ada: '$2b$04$xQDJgIXWiYwrcd1toVCWheuF.wLHJ.L64WTSAUmr3EJKEizthGrXy',
  olderAda: '$2b$04$N7kEV69IgNTsj05TsPGZUO6dqmggS6EixT6.kziOuMVE/Ll7.d5CG',
  credential: '$2b$04$GQLHlI/pJ0Al5mkHLesauOkTm/GPUAjysjkO.hQVQ/PnNwjn.RQa2',
  grace: '$scrypt$ln=4,r=8,p=1$nrPWmtNaa815z5nTujeGUA$N0h6ZwxCeFDJpss20y70uLp8ivXKoHLsJk1N5BieyDA',
  kay: '$pbkdf2-sha512$100$0vo/p7T2vldK6f0/B2CMUQ$FOOpm6pDa0mRGy2oCCParzF7waKQCQO4qXq1g8/U.vmyxvZaUu6/eAX/aCm/I64azBCjKd7HBlUOGIBJIZGf2w',
}

export const userRows = (id: string, number: number, name: string, hash?: string): KeystoneRows => ({
  user: [{ id, extra: '{}', enabled: true, created_at: day, domain_id: 'default' }],
  local_user: [{ id: number, user_id: id, domain_id: 'default', name }],
  ...(hash === undefined
    ? {}
    : {
        password: [
          {
            id: number,
            local_user_id: number,
            self_service: false,
            password_hash: hash,
            created_at_int: microseconds,
            created_at: day,
          },
        ],
      }),
})

const project = (id: string, name: string, parent: string, more: object = {}) => ({
  id,
  name,
  extra: '{}',
  description: '',
  enabled: true,
  domain_id: 'default',
  parent_id: parent,
  is_domain: false,
  ...more,
})

const domain = (id: string, name: string, more: object = {}) => ({
  ...project(id, name, root),
  domain_id: root,
  parent_id: null,
  is_domain: true,
  ...more,
})

const role = (id: string, name: string, domainId = '<<null>>') => ({
  id,
  name,
  extra: '{}',
  domain_id: domainId,
})

/** A small Keystone with every noun. `seal` encrypts the blobs of credentials. */
export const everyNoun = (
  seal: (blob: string) => string,
  ldapUrl = 'ldap://127.0.0.1:1',
): readonly KeystoneRows[] => [
  knownHeads,
  {
    project: [
      domain(root, root, { enabled: false }),
      domain('default', 'Default', { description: 'The default domain' }),
      domain('d2', 'second', { extra: '{"note": "kept"}' }),
      domain(directory.domainId, 'directory'),
      // Its parent has a larger id.
      project('p-child', 'valves', 'p-engines'),
      project('p-engines', 'engines', 'default', { extra: '{"cost": 7}', description: 'Ünïcode' }),
      project('p-admin', 'admin', 'default'),
    ],
    project_tag: [
      { project_id: 'p-engines', name: 'steam' },
      { project_id: 'p-engines', name: 'brass' },
    ],
    project_option: [{ project_id: 'p-engines', option_id: 'IMMU', option_value: 'true' }],
    role: [
      role('r-admin', 'admin'),
      role('r-member', 'member'),
      role('r-reader', 'reader'),
      role('r-pilot', 'pilot'),
      role('r-boss', 'boss', 'd2'),
    ],
    role_option: [{ role_id: 'r-pilot', option_id: 'IMMU', option_value: 'true' }],
    implied_role: [
      { prior_role_id: 'r-admin', implied_role_id: 'r-member' },
      { prior_role_id: 'r-member', implied_role_id: 'r-reader' },
      { prior_role_id: 'r-boss', implied_role_id: 'r-member' },
    ],
  },
  userRows('u-admin', 1, 'admin', hashes.ada),
  userRows('u-grace', 2, 'grace', hashes.grace),
  userRows('u-kay', 3, 'kay', hashes.kay),
  {
    user: [
      {
        id: 'u-ada',
        extra: '{"email": "ada@example.org", "description": "An engineer", "phone": "+49 1"}',
        enabled: true,
        default_project_id: 'p-engines',
        created_at: day,
        last_active_at: '2026-01-02 00:00:00',
        domain_id: 'default',
      },
      { id: 'u-nonlocal', extra: '{}', enabled: true, domain_id: 'd2' },
      { id: 'u-federated', extra: '{}', enabled: true, domain_id: 'd2' },
      { id: 'u-disabled', extra: null, enabled: false, domain_id: 'd2' },
    ],
    local_user: [
      {
        id: 10,
        user_id: 'u-ada',
        domain_id: 'default',
        name: 'ada',
        failed_auth_count: 2,
        failed_auth_at: day,
      },
      { id: 11, user_id: 'u-disabled', domain_id: 'd2', name: 'disabled' },
    ],
    nonlocal_user: [{ domain_id: 'd2', name: 'of the directory', user_id: 'u-nonlocal' }],
    federated_user: [
      {
        id: 1,
        user_id: 'u-federated',
        idp_id: 'idp',
        protocol_id: 'mapped',
        unique_id: 'unique',
        display_name: 'Of another server',
      },
    ],
    password: [
      {
        id: 21,
        local_user_id: 10,
        self_service: true,
        password_hash: hashes.ada,
        created_at_int: microseconds + 1_000_000,
        expires_at_int: 32_472_241_445_678_900,
        created_at: day,
      },
      {
        id: 20,
        local_user_id: 10,
        self_service: false,
        password_hash: hashes.olderAda,
        created_at_int: microseconds,
        created_at: day,
      },
    ],
    user_option: [
      { user_id: 'u-ada', option_id: '1001', option_value: 'true' },
      { user_id: 'u-kay', option_id: 'MFAR', option_value: '[["password"], ["password", "totp"]]' },
    ],
    group: [{ id: 'g-crew', domain_id: 'default', name: 'crew', description: 'Who sails', extra: '{}' }],
    user_group_membership: [{ user_id: 'u-ada', group_id: 'g-crew' }],
    assignment: [
      {
        type: 'UserProject',
        actor_id: 'u-admin',
        target_id: 'p-admin',
        role_id: 'r-admin',
        inherited: false,
      },
      {
        type: 'UserProject',
        actor_id: 'u-ada',
        target_id: 'p-engines',
        role_id: 'r-member',
        inherited: false,
      },
      {
        type: 'GroupProject',
        actor_id: 'g-crew',
        target_id: 'p-engines',
        role_id: 'r-pilot',
        inherited: true,
      },
      { type: 'UserDomain', actor_id: 'u-ada', target_id: 'd2', role_id: 'r-admin', inherited: false },
      { type: 'GroupDomain', actor_id: 'g-crew', target_id: 'default', role_id: 'r-reader', inherited: true },
    ],
    system_assignment: [
      { type: 'UserSystem', actor_id: 'u-admin', target_id: 'system', role_id: 'r-admin', inherited: false },
      { type: 'GroupSystem', actor_id: 'g-crew', target_id: 'system', role_id: 'r-reader', inherited: false },
    ],
    region: [
      { id: 'a-below', description: '', parent_region_id: 'north', extra: '{}' },
      { id: 'north', description: 'cold', parent_region_id: null, extra: '{"note": "kept"}' },
    ],
    service: [
      { id: 's-identity', type: 'identity', enabled: true, extra: '{"name": "keystone"}' },
      { id: 's-nova', type: 'compute', enabled: true, extra: '{"name": "nova", "description": "computes"}' },
    ],
    endpoint: [
      {
        id: 'e-identity',
        interface: 'public',
        service_id: 's-identity',
        url: 'http://keystone.example/v3',
        extra: '{}',
        enabled: true,
        region_id: 'north',
      },
      {
        id: 'e-nova',
        interface: 'internal',
        service_id: 's-nova',
        url: 'http://nova.example/%(project_id)s',
        extra: '{}',
        enabled: true,
      },
    ],
    endpoint_group: [
      {
        id: 'eg',
        name: 'internal',
        description: null,
        filters: '{"interface": "internal", "service_id": "s-nova"}',
      },
    ],
    project_endpoint: [{ endpoint_id: 'e-nova', project_id: 'p-child' }],
    project_endpoint_group: [{ endpoint_group_id: 'eg', project_id: 'p-engines' }],
    registered_limit: [
      { id: 'rl', service_id: 's-nova', resource_name: 'cores', default_limit: 10, internal_id: 1 },
    ],
    limit: [
      { id: 'l1', project_id: 'p-engines', resource_limit: 3, internal_id: 1, registered_limit_id: 'rl' },
      { id: 'l2', domain_id: 'd2', resource_limit: -1, internal_id: 2, registered_limit_id: 'rl' },
    ],
    policy: [{ id: 'pol', type: 'text/plain', blob: '"the rules"', extra: '{}' }],
    policy_association: [
      { id: 'pa1', policy_id: 'pol', endpoint_id: 'e-nova' },
      { id: 'pa2', policy_id: 'pol', service_id: 's-nova', region_id: 'north' },
    ],
    access_rule: [
      {
        id: 1,
        service: 'compute',
        path: '/v2.1/servers',
        method: 'GET',
        external_id: 'ar',
        user_id: 'u-ada',
      },
    ],
    application_credential: [
      {
        internal_id: 1,
        id: 'ac',
        name: 'robot',
        secret_hash: hashes.credential,
        user_id: 'u-ada',
        project_id: 'p-engines',
        expires_at: 32_472_241_445_678_900,
        unrestricted: null,
      },
    ],
    application_credential_role: [{ application_credential_id: 1, role_id: 'r-member' }],
    application_credential_access_rule: [{ application_credential_id: 1, access_rule_id: 1 }],
    trust: [
      {
        id: trustIds.below,
        trustor_user_id: 'u-ada',
        trustee_user_id: 'u-kay',
        project_id: 'p-engines',
        impersonation: true,
        extra: '{}',
        redelegated_trust_id: trustIds.trust,
        redelegation_count: 1,
      },
      {
        id: trustIds.trust,
        trustor_user_id: 'u-ada',
        trustee_user_id: 'u-grace',
        project_id: 'p-engines',
        impersonation: true,
        extra: '{"roles": [], "why": "holidays"}',
        redelegation_count: 2,
        remaining_uses: 5,
      },
      {
        id: trustIds.ended,
        trustor_user_id: 'u-ada',
        trustee_user_id: 'u-grace',
        project_id: 'p-engines',
        impersonation: true,
        deleted_at: day,
        extra: '{}',
      },
    ],
    trust_role: [
      { trust_id: trustIds.trust, role_id: 'r-member' },
      { trust_id: trustIds.below, role_id: 'r-member' },
    ],
    consumer: [
      { id: 'consumer', description: 'a program', secret: 'shared secret', extra: '{"note": "kept"}' },
    ],
    access_token: [
      {
        id: 'access',
        access_secret: 'token secret',
        authorizing_user_id: 'u-ada',
        project_id: 'p-engines',
        role_ids: '["r-member"]',
        consumer_id: 'consumer',
        expires_at: '2999-01-02T03:04:05.000000Z',
      },
    ],
    credential: [
      {
        id: ec2Id,
        user_id: 'u-ada',
        project_id: 'p-engines',
        type: 'ec2',
        extra: '{}',
        key_hash: 'hash',
        encrypted_blob: seal(JSON.stringify(JSON.stringify({ ...ec2Key, trust_id: null }))),
      },
      {
        id: 'cert',
        user_id: 'u-grace',
        type: 'cert',
        extra: '{}',
        key_hash: 'hash',
        encrypted_blob: seal('certificate'),
      },
    ],
    revocation_event: [
      { id: 1, user_id: 'u-kay', issued_before: '2026-01-02 03:04:05', revoked_at: '2026-01-02 03:04:05' },
    ],
    identity_provider: [
      { id: 'idp', enabled: true, domain_id: 'd2', description: 'the others', authorization_ttl: 50_000_000 },
    ],
    idp_remote_ids: [
      { idp_id: 'idp', remote_id: 'https://idp.example/b' },
      { idp_id: 'idp', remote_id: 'https://idp.example/a' },
    ],
    federation_protocol: [
      { id: 'mapped', idp_id: 'idp', mapping_id: 'rules', remote_id_attribute: 'OIDC-iss' },
    ],
    mapping: [{ id: 'rules', rules: rulesText(rulesOf('d2')) }],
    expiring_user_group_membership: [
      { user_id: 'u-federated', group_id: 'g-crew', idp_id: 'idp', last_verified: day },
    ],
    service_provider: [
      {
        id: 'beta',
        auth_url: 'https://beta.example/v3/auth',
        sp_url: 'https://beta.example/Shibboleth.sso/SAML2/ECP',
        enabled: true,
        description: 'another cloud',
        relay_state_prefix: 'ss:mem:',
      },
    ],
    request_token: [
      { id: 'request', request_secret: 's', requested_project_id: 'p-engines', consumer_id: 'consumer' },
    ],
  },
  {
    id_mapping: [mapped(directory.alice, 'user', 'alice'), mapped(directory.engineers, 'group', 'engineers')],
    nonlocal_user: [{ domain_id: directory.domainId, name: 'alice', user_id: directory.alice }],
    user: [{ id: directory.alice, extra: '{}', enabled: true, domain_id: directory.domainId }],
    assignment: [
      {
        type: 'UserProject',
        actor_id: directory.alice,
        target_id: 'p-engines',
        role_id: 'r-member',
        inherited: false,
      },
      {
        type: 'GroupProject',
        actor_id: directory.engineers,
        target_id: 'p-engines',
        role_id: 'r-pilot',
        inherited: false,
      },
    ],
  },
  configRows(directory.domainId, { identity: { driver: 'ldap' }, ldap: ldapOptions(ldapUrl) }),
]
