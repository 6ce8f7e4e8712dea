import { muster } from '../../app/client.ts'

export type LookUpOption = { readonly id: string; readonly name: string }

export type LookUpSource = {
  readonly key: readonly unknown[]
  /** The first objects, or those with exactly this name. */
  readonly list: (name: string | undefined, signal: AbortSignal) => Promise<readonly LookUpOption[]>
}

const first = 200

const named = ({ id, name }: LookUpOption): LookUpOption => ({ id, name })

export const projectSource = (domainId: string): LookUpSource => ({
  key: ['projects', 'options', domainId],
  list: async (name, signal) =>
    (await muster.projects.list({ domain_id: domainId, name, limit: first }, { signal }).page()).items.map(
      named,
    ),
})

export const groupSource = (domainId: string): LookUpSource => ({
  key: ['groups', 'options', domainId],
  list: async (name, signal) => {
    const query = { domain_id: domainId, ...(name === undefined ? {} : { name }), limit: first }
    return (await muster.groups.list(query, { signal }).page()).items.map(named)
  },
})

export const domainSource: LookUpSource = {
  key: ['domains', 'options'],
  list: async (name, signal) => {
    const query = { ...(name === undefined ? {} : { name }), limit: first }
    return (await muster.domains.list(query, { signal }).page()).items.map(named)
  },
}
