import { refuse } from '../refusal.ts'
import { cleanName, cleanText } from '../text.ts'

type Kind = { readonly isDomain: boolean }

export const nounOf = ({ isDomain }: Kind): 'domain' | 'project' => (isDomain ? 'domain' : 'project')

/** The domain that federated users without one of their own are shown in; nobody may take its name. */
const federated = 'federated'

/** At most 64 characters: longer ones do not fit the columns of a Keystone to migrate from or to. */
export const cleanProjectName = (kind: Kind, given: string): string => {
  const name = cleanName(nounOf(kind), given, 64)
  if (kind.isDomain && name.toLowerCase() === federated)
    throw refuse('invalid', 'name_reserved', `No domain can have the name ${name}.`, { field: 'name' })
  return name
}

/** No description and an empty one are the same. */
export const cleanDescription = (kind: Kind, given: string | null): string =>
  cleanText('description', given ?? '', kind.isDomain ? 255 : 65_535)
