import { softDeleteUser } from '../../access/deletion/soft-delete-user.ts'
import { deleteFederatedUsers } from '../../access/federation/delete-federated-users.ts'
import { removeIdentityProvider } from '../../access/federation/identity-providers.ts'
import { changeConfiguration } from '../../directory/domain-configuration/driver-change.ts'
import { removeDomain } from '../../directory/domains/remove-domain.ts'
import { deleteGroup } from '../../directory/groups/groups.ts'
import { deleteProjectCascade } from '../../directory/projects/delete-project-cascade.ts'
import { deleteRole } from '../../directory/roles/roles.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import type { ImportRun } from './bring-noun.ts'
import type { NounName } from './imported.ts'
import type { SourceTable } from './keystone-source.ts'
import { rowKey, valuesOfKey } from './row-key.ts'

type Remove = (id: string, at: CommandContext) => Promise<void>

const removeOption: Remove = async (key, at) => {
  const [domainId = '', group, option] = valuesOfKey(key)
  const domain = await at.stores.projects.get(domainId)
  if (!domain) return
  await changeConfiguration({ domain, kind: 'domain_config.deleted', options: [{ group, option }] }, at, () =>
    at.stores.domainOptions.delete(domainId, { group, option }),
  )
}

/** Objects with tokens, keys or assignments of their own end as they do in the API; only Keystone's immutability is over. */
const endings: Partial<Readonly<Record<NounName, Remove>>> = {
  async domain(id, at) {
    const domain = await at.stores.projects.get(id)
    if (domain) await removeDomain({ ...domain, enabled: false, options: {} }, at)
  },
  async project(id, at) {
    const project = await at.stores.projects.get(id)
    if (project) await deleteProjectCascade({ ...project, options: {} }, at)
  },
  async role(id, at) {
    const role = await at.stores.roles.update(id, { options: {}, updatedAt: at.now })
    if (role) await deleteRole.apply({ id }, { ...at, found: role, prepared: undefined })
  },
  async user(id, at) {
    const user = await at.stores.users.get(id)
    if (user) await softDeleteUser(user, at)
  },
  async group(id, at) {
    const group = await at.stores.groups.get(id)
    if (group) await deleteGroup.apply({ id }, { ...at, found: group, prepared: undefined })
  },
  async identity_provider(id, at) {
    const provider = await at.stores.identityProviders.find(id)
    if (provider) await removeIdentityProvider(provider, at)
  },
  async federation_protocol(key, at) {
    const [identityProviderId = '', protocolId = ''] = valuesOfKey(key)
    await deleteFederatedUsers({ identityProviderId, protocolId }, at)
  },
  async federated_user(key, at) {
    const [identityProviderId = '', protocolId = '', uniqueId = ''] = valuesOfKey(key)
    const link = await at.stores.federatedUsers.get({ identityProviderId, protocolId, uniqueId })
    if (link) await revokeUserTokens(link.userId, at)
  },
  domain_option: removeOption,
  sensitive_domain_option: removeOption,
  async trust(id, { stores, now }) {
    await stores.trusts.delete(id, now)
  },
}

/** Rows per statement. */
const atOnce = 500

/** The keys that an earlier import brought and that are not in their table any more. */
export const vanishedKeys = async (
  noun: SourceTable & { readonly noun: NounName; readonly identity?: readonly string[] },
  { at, source }: ImportRun,
): Promise<readonly string[]> => {
  const brought = await at.stores.keystoneImport.keys(noun.noun)
  if (brought.length === 0) return []
  const { table, key, identity = key } = noun
  const present = new Set<string>()
  const columns = [...new Set([...key, ...identity])]
  for await (const page of source.pages({ table, key, columns }))
    for (const row of page) present.add(rowKey(identity, row))
  return brought.filter((one) => !present.has(one))
}

/** The keys that an earlier import brought and whose rows are no objects any more, such as deleted trusts. */
export const goneKeys = async (
  noun: NounName,
  seen: ReadonlySet<string>,
  { at }: ImportRun,
): Promise<readonly string[]> => (await at.stores.keystoneImport.keys(noun)).filter((key) => !seen.has(key))

/** Children come after their parents in the order of a tree, so the last is removed first. Returns the keys of what stays. */
export const removeKeys = async (
  noun: NounName,
  gone: readonly string[],
  { at }: ImportRun,
): Promise<readonly string[]> => {
  const end = endings[noun]
  const lastFirst = gone.toReversed()
  if (end) for (const id of lastFirst) await end(id, at)
  const kept: string[] = []
  for (let from = 0; from < lastFirst.length; from += atOnce)
    kept.push(...(await at.stores.keystoneImport.remove(noun, lastFirst.slice(from, from + atOnce))))
  return kept
}
