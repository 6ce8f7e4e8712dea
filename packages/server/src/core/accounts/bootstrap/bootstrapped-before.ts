import type { OperationContext } from '../../kernel/operation.ts'

/** The subject of bootstrap events. */
export const marker = { type: 'directory', id: 'bootstrap' } as const

export type BootstrappedBefore = {
  readonly userId: string | undefined
  /** Events of older versions name no project. */
  readonly projectId: string | undefined
}

/**
 * The ids of the user and the project of the last bootstrap, from the event log: names can be reassigned.
 */
export const bootstrappedBefore = async ({
  stores,
}: Pick<OperationContext, 'stores'>): Promise<BootstrappedBefore> => {
  const query = { subjectType: marker.type, subjectId: marker.id, descending: true, limit: 1 } as const
  const [last] = (await stores.events.find(query)).rows
  const idOf = (name: string) => {
    const id = last?.event.detail?.[name]
    return typeof id === 'string' ? id : undefined
  }
  return { userId: idOf('user_id'), projectId: idOf('project_id') }
}
