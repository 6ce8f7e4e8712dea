import type { User } from '@muster/sdk'
import { useRef, useState } from 'react'
import { useMessages } from '../../../messages/use-messages.ts'

/** The selected users of a list: single ones, or all that match. */
export const useSelection = () => {
  const { users } = useMessages()
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const [isAll, setAll] = useState(false)
  // Selected users keep their names when the list shows others.
  const known = useRef(new Map<string, User>())
  return {
    isAll,
    setAll,
    chosen: [...keys].flatMap((id) => known.current.get(id) ?? []),
    /** Called with the users of each page of the list. */
    know: (page: readonly User[]) => {
      for (const user of page) known.current.set(user.id, user)
    },
    clear: () => {
      setKeys(new Set())
      setAll(false)
    },
    ofTable: {
      keys,
      onChange: (changed: ReadonlySet<string>) => {
        setAll(false)
        setKeys(changed)
      },
      labelOf: (key: string) => users.select(known.current.get(key)?.username ?? key),
      allLabel: users.selectLoaded,
    },
  }
}
