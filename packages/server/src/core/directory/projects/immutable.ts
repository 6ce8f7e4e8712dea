import { domainError } from '../../kernel/domain-error.ts'
import type { ResourceOptions } from './project.ts'

type Resource = { readonly id: string; readonly options: ResourceOptions }

/** Merged into the options; null removes one. */
export type OptionsChange = { readonly [K in keyof ResourceOptions]?: ResourceOptions[K] | null | undefined }

/** Everything that a request names, by attribute; `undefined` is not named. */
type Change = { readonly options?: OptionsChange | undefined }

const clearsImmutable = (change: Change): boolean => {
  const named = Object.entries(change).filter(([, value]) => value !== undefined)
  const { immutable } = change.options ?? {}
  return named.length === 1 && (immutable === false || immutable === null)
}

/**
 * The two steps of keystone.md section 14, for domains, projects and roles: an immutable resource takes one
 * change alone, the one that clears the option, and nothing else in the same request.
 */
export const barImmutableChange = (noun: string, resource: Resource, change: Change): void => {
  if (!resource.options.immutable || clearsImmutable(change)) return
  throw domainError(
    'failed_precondition',
    `${noun}_immutable`,
    `Cannot change the ${noun} ${resource.id}: it is immutable. Set its option "immutable" to false in a request of its own first.`,
  )
}

export const barImmutableDelete = (noun: string, resource: Resource): void => {
  if (!resource.options.immutable) return
  throw domainError(
    'failed_precondition',
    `${noun}_immutable`,
    `Cannot delete the ${noun} ${resource.id}: it is immutable. Set its option "immutable" to false first.`,
  )
}

export const mergeOptions = (old: ResourceOptions, change: OptionsChange): ResourceOptions =>
  Object.fromEntries(
    Object.entries({ ...old, ...change }).filter(([, value]) => value !== null && value !== undefined),
  )
