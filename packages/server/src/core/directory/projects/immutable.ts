import { domainError } from '../../kernel/domain-error.ts'
import type { ResourceOptions } from './project.ts'

type Resource = { readonly id: string; readonly options: ResourceOptions }

/** Merged into the options; null removes an option. */
export type OptionsChange = { readonly [K in keyof ResourceOptions]?: ResourceOptions[K] | null | undefined }

/** All fields of a request; `undefined` fields are absent. */
type Change = { readonly options?: OptionsChange | undefined }

const clearsImmutable = (change: Change): boolean => {
  const named = Object.entries(change).filter(([, value]) => value !== undefined)
  const { immutable } = change.options ?? {}
  return named.length === 1 && (immutable === false || immutable === null)
}

/**
 * The rule of keystone.md section 14 for domains, projects and roles: the only allowed change of an immutable resource
 * is a request that clears the option and contains no other field.
 */
export const assertMutable = (
  noun: 'domain' | 'project' | 'role',
  resource: Resource,
  change: Change,
): void => {
  if (!resource.options.immutable || clearsImmutable(change)) return
  throw domainError(
    'failed_precondition',
    `${noun}_immutable`,
    `Cannot change the ${noun} ${resource.id}: it is immutable. Set its option "immutable" to false in a separate request first.`,
  )
}

export const assertDeletable = (noun: 'domain' | 'project' | 'role', resource: Resource): void => {
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
