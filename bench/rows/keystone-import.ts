import { randomBytes } from 'node:crypto'
import { everyNoun, makeKeystone, sealedBlob } from '../../packages/server/test/keystone-fixture.ts'
import { muster } from '../../packages/server/test/process.ts'
import { makeHome } from '../muster.ts'
import type { Bench, Line, Row } from '../row.ts'
import { count } from '../table.ts'

const users = 100_000
const usersOfQuick = 5_000
/** Maximum seconds for all users. */
const atMost = 60

/** A hash of Keystone's default cost; it is only copied. */
const hash = '$2b$12$xQDJgIXWiYwrcd1toVCWheuF.wLHJ.L64WTSAUmr3EJKEizthGrXy'

/** Statements for that many users with a password and an assignment, every tenth with a membership. */
const fillWith = (amount: number, yes: string, no: string): readonly string[] => {
  const each = (insert: string) =>
    `insert into ${insert} from (with recursive n (i) as (select 1 union all select i + 1 from n where i < ${amount}) select i from n) as numbers`
  const id = `substr('00000000000000000000000000000000' || i, -32)`
  const userId = `lpad(cast(i as text), 32, '0')`
  const idOf = yes === '1' ? id : userId
  return [
    each(`"user" (id, extra, enabled, created_at, domain_id)
      select ${idOf}, '{"email": "person-' || i || '@example.org", "description": "a person"}', ${yes}, '2026-01-02 03:04:05', 'default'`),
    each(`"local_user" (id, user_id, domain_id, name) select 1000 + i, ${idOf}, 'default', 'person-' || i`),
    each(`"password" (id, local_user_id, self_service, password_hash, created_at_int, created_at)
      select 1000 + i, 1000 + i, ${no}, '${hash}', 1767323045000000, '2026-01-02 03:04:05'`),
    each(`"assignment" (type, actor_id, target_id, role_id, inherited)
      select 'UserProject', ${idOf}, 'p-engines', 'r-member', ${no}`),
    `${each(`"user_group_membership" (user_id, group_id) select ${idOf}, 'g-crew'`)} where i % 10 = 0`,
    // Keystone's own indexes; it has none on passwords by user.
    'create unique index user_pk on "user" (id)',
    'create unique index local_user_user on "local_user" (user_id)',
    'create unique index password_pk on "password" (id)',
    'create index assignment_actor on "assignment" (actor_id)',
    'create unique index membership_pk on "user_group_membership" (user_id, group_id)',
  ]
}

export const keystoneImport: Row = {
  name: 'keystone-import',
  about: `muster keystone import of a Keystone with ${count(users)} users, each with a password and an assignment, into an empty directory, and again with nothing to do`,
  baseline: '',
  onlyWhenNamed: true,
  async measure({ database, quick }: Bench): Promise<readonly Line[]> {
    const amount = quick ? usersOfQuick : users
    const { environment } = await makeHome(database)
    const keystone = await makeKeystone(database, environment['MUSTER_DATABASE_URL'])
    try {
      for (const rows of everyNoun((blob) => sealedBlob(keystone.credentialKey, blob)))
        await keystone.insert(rows)
      const [yes, no] = keystone.url.startsWith('sqlite') ? ['1', '0'] : ['true', 'false']
      await keystone.run(...fillWith(amount, yes, no))
      const settings = {
        ...environment,
        MUSTER_BOOTSTRAP_PASSWORD: randomBytes(12).toString('hex'),
        KEYSTONE_DATABASE_URL: keystone.url,
        // The directory of a domain is on this machine.
        MUSTER_DIRECTORY_ALLOWED_NETWORKS: '127.0.0.0/8',
      }
      await muster(['bootstrap'], settings)
      const first = await timed(settings, keystone)
      const second = await timed(settings, keystone)
      if (first.created < amount * 2 || second.created > 0)
        throw new Error(`The imports created ${first.created} and ${second.created} objects.`)
      const limit = (atMost * amount) / users
      return [
        {
          name: `keystone-import, ${count(amount)} users`,
          muster: `${first.seconds.toFixed(1)} s (${count(first.created / first.seconds)} rows/s)`,
          target: `≤ ${count(limit)} s`,
          met: first.seconds <= limit,
        },
        { name: 'keystone-import, again', muster: `${second.seconds.toFixed(1)} s` },
      ]
    } finally {
      await keystone.remove()
    }
  },
}

const timed = async (
  settings: Readonly<Record<string, string>>,
  { fernetKeys, credentialKeys }: { readonly fernetKeys: string; readonly credentialKeys: string },
) => {
  const begun = performance.now()
  const args = ['--json', '--fernet-keys', fernetKeys, '--credential-keys', credentialKeys]
  const { code, out, err } = await muster(['keystone', 'import', ...args], settings)
  if (code !== 0) throw new Error(`exit code ${code}: ${out.slice(-2000)} ${err}`)
  const { nouns } = JSON.parse(out) as { readonly nouns: readonly { readonly created: number }[] }
  const created = nouns.reduce((sum, one) => sum + one.created, 0)
  return { created, seconds: (performance.now() - begun) / 1000 }
}
