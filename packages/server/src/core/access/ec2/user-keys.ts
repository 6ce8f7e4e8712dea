import { requireProject } from '../../directory/projects/get-project.ts'
import { requireUser } from '../../directory/users/get-user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import { eq, type Page, type Slice } from '../../kernel/paging/list-query.ts'
import { blobSeal } from '../credentials/blobs.ts'
import { checkMayReadSecret, secretReader } from '../credentials/credential-access.ts'
import { ec2Type } from '../credentials/credential-types.ts'
import { deleteCredentialRow } from '../credentials/delete-credential.ts'
import { ec2IdOf, insertCredentialRow } from '../credentials/insert-credential.ts'
import { asEc2, type Ec2Credential, ec2Target, noSuchKey, type OwnKey, ownKey } from './ec2-credential.ts'

/** Creates an EC2 key for a user and a project. Rejects with `not_found` when either does not exist. */
export const createEc2Credential = command({
  rule: 'identity:ec2_create_credential',
  target: (input: { readonly userId: string; readonly projectId: string }) => ec2Target(input),
  apply: async ({ userId, projectId }, at): Promise<Ec2Credential> => {
    await requireUser(userId, at)
    await requireProject(projectId, at)
    const { secrets } = at.ports
    const blob = JSON.stringify({ access: secrets.makeHex(), secret: secrets.makeHex(), trust_id: null })
    return asEc2(await insertCredentialRow({ userId, projectId, type: ec2Type, blob, extra: {} }, at))
  },
})

export const getEc2Credential = query({
  rule: 'identity:ec2_get_credential',
  missing: 'shown',
  load: ownKey,
  target: (input: OwnKey) => ec2Target(input),
  read: async (_input, found, at): Promise<Ec2Credential> => {
    await checkMayReadSecret(at.caller, found, at)
    return asEc2(found)
  },
})

export const deleteEc2Credential = command({
  rule: 'identity:ec2_delete_credential',
  missing: 'shown',
  load: ownKey,
  target: (input: OwnKey) => ec2Target(input),
  isolation: 'read committed',
  apply: async (input, { found, ...at }) => {
    if (!(await deleteCredentialRow(found, at))) throw noSuchKey(input)
  },
})

/** Leaves out keys that a delegated caller may not access (T09). The marker is an access key. */
export const listEc2Credentials = query({
  searches: true,
  rule: 'identity:ec2_list_credentials',
  target: ({ userId }: { readonly userId: string; readonly page: Page }) => ({ user_id: userId }),
  read: async ({ userId, page }, _found, at): Promise<Slice<Ec2Credential>> => {
    const { stores, ports, caller } = at
    await requireUser(userId, at)
    const after = page.after === undefined ? undefined : ec2IdOf(page.after, ports)
    if (after !== undefined && !(await stores.credentials.get(after)))
      throw notFound('marker', page.after ?? '')
    const project = caller.kind === 'known' && caller.scope.kind === 'project' ? caller.scope.projectId : null
    const delegated = caller.kind === 'known' && caller.chain.delegation.kind !== 'none'
    const { rows, more } = await stores.credentials.list({
      where: [
        eq('user_id', userId),
        eq('type', ec2Type),
        ...(delegated ? [eq('project_id' as const, project)] : []),
      ],
      page: { limit: page.limit, ...(after === undefined ? {} : { after }) },
    })
    const { open } = await blobSeal(at)
    const maySee = secretReader(caller, at)
    const shown: Ec2Credential[] = []
    for (const row of rows) if (await maySee(row)) shown.push(asEc2(open(row)))
    return { rows: shown, more }
  },
})
