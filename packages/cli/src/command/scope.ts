import type { Muster } from '@muster/sdk'
import { UsageError } from '../usage-error.ts'
import { resolveName } from './names.ts'

/** `system`, `domain:<id>` or `project:<id>`. */
export type ScopeText = 'system' | `domain:${string}` | `project:${string}`

export const scopeText = (text: string): ScopeText => {
  if (text === 'system' || /^(domain|project):./.test(text)) return text as ScopeText
  throw new UsageError('must be system, domain:NAME or project:NAME')
}

/** Replaces the name of a domain or project in a scope with the id. */
export const resolveScope = async (
  muster: Muster,
  text: string,
  domainId: string | undefined,
): Promise<ScopeText> => {
  const [, kind, name] = /^(domain|project):(.*)$/s.exec(text) ?? []
  if (kind === undefined || name === undefined) return 'system'
  const { id } = await resolveName(muster, kind as 'domain' | 'project', name, domainId)
  return `${kind as 'domain' | 'project'}:${id}`
}

/** A scope as the bodies of requests contain it. */
export const givenScope = (
  text: ScopeText,
): { readonly type: 'system' | 'domain' | 'project'; readonly id?: string } => {
  const [type, id] = text.split(/:(.*)/s) as ['system' | 'domain' | 'project', string?]
  return id === undefined ? { type } : { type, id }
}

/** A scope in a table: `project:<id>`. */
export const scopeCell = ({ type, id }: { readonly type: string; readonly id: string | null }): string =>
  id === null ? type : `${type}:${id}`
