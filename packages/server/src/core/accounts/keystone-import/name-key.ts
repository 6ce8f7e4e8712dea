import { fold } from '../../kernel/text.ts'
import type { NameInSpace } from './keystone-import-store.ts'

/** Equal for names that Muster compares as equal in the same domain. */
export const nameKey = ({ domainId, name }: NameInSpace): string => `${domainId ?? ''}\u001f${fold(name)}`
