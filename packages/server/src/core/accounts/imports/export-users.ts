import type { User } from '../../directory/users/user.ts'
import { type RequestedSelection, userSelection } from '../../directory/users/user-selection.ts'
import type { UserFilterKey } from '../../directory/users/user-store.ts'
import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type Slice } from '../../kernel/paging/list-query.ts'
import { importTarget } from './imports.ts'
import { ignoredFields, userFields } from './read-row.ts'

export type ExportUsers = Partial<RequestedSelection> & {
  /** Absent: the domain of a domain-scoped caller, else the default domain. An export covers one domain. */
  readonly domainId?: string | undefined
}

const domainOf = ({ domainId }: ExportUsers, { caller, ports }: OperationContext) =>
  domainRestriction(caller) ?? domainId ?? ports.settings.defaultDomainId

const pageSize = 500

/** One page of an export, ordered by id; `after` is the last id of the previous page. */
export const exportUsersPage = query({
  searches: true,
  rule: 'muster:export_users',
  target: (input: ExportUsers & { readonly after?: string | undefined }, _found, at) =>
    importTarget({ domainId: domainOf(input, at) }),
  read: async (input, _found, at): Promise<Slice<User>> => {
    const domainId = domainOf(input, at)
    if (!(await at.stores.projects.get(domainId))?.isDomain) throw notFound('domain', domainId)
    const where = [...(input.where ?? []), eq<UserFilterKey>('domain_id', domainId)]
    return at.stores.users.list({
      ...userSelection({ ...input, where }, at),
      page: { limit: pageSize },
      from: input.after === undefined ? undefined : { id: input.after },
    })
  },
})

/** Hashes of the users' current passwords by user id. Operator only, who has access to the database anyway. */
export const exportPasswordHashes = query({
  access: 'operator',
  read: async ({ userIds }: { readonly userIds: readonly string[] }, _found, { stores }) =>
    stores.imports.passwordHashes(userIds),
})

/** Columns of an export, in order. */
export const exportFields = ['id', 'number', ...userFields, ...ignoredFields.slice(2)] as const

const time = (ms: number) => new Date(ms).toISOString()

/** A user as an export row. The status is the stored one: inactivity is derived and not exported. */
export const exportedUser = (user: User): Readonly<Record<(typeof exportFields)[number], unknown>> => ({
  id: user.id,
  number: user.number,
  username: user.name,
  email: user.email,
  email_claimed: user.claimedEmail !== null,
  display_name: user.displayName,
  given_name: user.givenName,
  family_name: user.familyName,
  phone_number: user.phoneNumber,
  picture_url: user.pictureUrl,
  language: user.language,
  description: user.description,
  status: user.status,
  kind: user.kind,
  developer: user.developer,
  metadata: user.metadata,
  public_metadata: user.publicMetadata,
  external_id: user.externalId,
  created_at: time(user.createdAt),
  updated_at: time(user.updatedAt),
  last_active_at: user.lastActiveAt === null ? null : time(user.lastActiveAt),
  email_verified_at: user.emailVerifiedAt === null ? null : time(user.emailVerifiedAt),
})

export type Exporting = ExportUsers & {
  /** Fetches a page; checks the caller's permissions each time. */
  readonly page: (input: ExportUsers & { readonly after?: string | undefined }) => Promise<Slice<User>>
  /** For operators: also exports password hashes. */
  readonly hashes?: ((userIds: readonly string[]) => Promise<ReadonlyMap<string, string>>) | undefined
}

/** Rows of an export, page by page. Rejects invalid input before the first row. */
export const exportRows = async ({ page, hashes, ...input }: Exporting) => {
  const first = await page(input)
  return (async function* () {
    for (let found = first; ; ) {
      const known = await hashes?.(found.rows.map(({ id }) => id))
      yield found.rows.map((user) => ({
        ...exportedUser(user),
        ...(known && { password_hash: known.get(user.id) ?? null }),
      }))
      const last = found.rows.at(-1)
      if (!found.more || !last) return
      found = await page({ ...input, after: last.id })
    }
  })()
}
