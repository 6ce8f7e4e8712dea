import { domainError } from '../../kernel/domain-error.ts'
import { normalizeName, normalizeText } from '../../kernel/text.ts'

type Kind = { readonly isDomain: boolean }

export const nounOf = ({ isDomain }: Kind): 'domain' | 'project' => (isDomain ? 'domain' : 'project')

/** The domain that federated users without one of their own are shown in; nobody may take its name. */
const federated = 'federated'

/** At most 64 characters: longer ones do not fit the columns of a Keystone to migrate from or to. */
export const normalizeProjectName = (kind: Kind, given: string): string => {
  const name = normalizeName(nounOf(kind), given, 64)
  if (kind.isDomain && name.toLowerCase() === federated)
    throw domainError('invalid', 'name_reserved', `No domain can have the name ${name}.`, { field: 'name' })
  return name
}

/** No description and an empty one are the same. */
export const normalizeDescription = (kind: Kind, given: string | null): string =>
  normalizeText('description', given ?? '', kind.isDomain ? 255 : 65_535)
