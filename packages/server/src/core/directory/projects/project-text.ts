import { domainError } from '../../kernel/domain-error.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'

type Kind = { readonly isDomain: boolean }

export const nounOf = ({ isDomain }: Kind): 'domain' | 'project' => (isDomain ? 'domain' : 'project')

/** The reserved name of the domain shown for federated users without a domain. */
const federated = 'federated'

/** At most 64 characters, the limit of Keystone's columns, so that data can be migrated in both directions. */
export const normalizeProjectName = (kind: Kind, input: string): string => {
  const name = normalizeName(nounOf(kind), input, 64)
  if (kind.isDomain && name.toLowerCase() === federated)
    throw domainError('invalid', 'name_reserved', `The domain name ${name} is reserved.`, {
      field: 'name',
      noun: 'domain',
    })
  return name
}

/** A null description is stored as an empty one. */
export const normalizeDescription = (kind: Kind, description: string | null): string =>
  normalizeText('description', description ?? '', kind.isDomain ? 255 : 65_535)
