import type { Caller } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type Filter, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import { blobSeal } from './blobs.ts'
import type { Credential } from './credential.ts'
import { secretReader } from './credential-access.ts'
import type { CredentialFilterKey, SealedCredential } from './credential-store.ts'
import { credentialTarget } from './get-credential.ts'

const getRule = 'identity:get_credential'

/** No user has this id, so a rule that allows this credential allows credentials of other users. */
const unknownUsersCredential = { id: '', userId: '', type: '', projectId: null } as const

/**
 * Filters that leave out rows the caller can never see: rows of other users are read only when the rule for a single
 * credential allows some of them. Each row is still checked by itself.
 */
const visibilityFilters = ({
  caller,
  may,
}: Pick<OperationContext, 'caller' | 'may'>): Filter<CredentialFilterKey>[] => {
  if (caller.kind !== 'known') return []
  const project = projectOf(caller)
  const target = (of: { readonly projectId: string | null }) =>
    credentialTarget({ ...unknownUsersCredential, ...of })
  const others =
    may(getRule, target(unknownUsersCredential)) ||
    (project !== null && may(getRule, target({ projectId: project })))
  const delegated = caller.chain.delegation.kind !== 'none'
  return [
    ...(others ? [] : [eq('user_id' as const, caller.userId)]),
    ...(delegated ? [eq('project_id' as const, project)] : []),
  ]
}

const projectOf = (caller: Caller) =>
  caller.kind === 'known' && caller.scope.kind === 'project' ? caller.scope.projectId : null

/** Every row must pass the rule for a single credential (T21) and the limits of the caller's delegation (T09). */
export const listCredentials = query({
  searches: true,
  rule: 'identity:list_credentials',
  target: (_input: ListQuery<CredentialFilterKey>, _found, { caller }) => ({
    target: { credential: { user_id: caller.kind === 'known' ? caller.userId : undefined } },
  }),
  read: async ({ where, page }, _found, at): Promise<Slice<Credential>> => {
    const { stores, caller, may } = at
    if (page.after !== undefined && !(await stores.credentials.get(page.after)))
      throw notFound('marker', page.after)
    const maySee = secretReader(caller, at)
    const wanted = [...where, ...visibilityFilters(at)]
    const rows: SealedCredential[] = []
    let after = page.after
    for (let more = true; more && rows.length <= page.limit; ) {
      const next = await stores.credentials.list({
        where: wanted,
        page: { limit: page.limit + 1, ...(after === undefined ? {} : { after }) },
      })
      for (const row of next.rows)
        if (may(getRule, credentialTarget(row)) && (await maySee(row))) rows.push(row)
      after = next.rows.at(-1)?.id
      more = next.more && after !== undefined
    }
    const { open } = await blobSeal(at)
    return { rows: rows.slice(0, page.limit).map(open), more: rows.length > page.limit }
  },
})
