import { useEffect, useState } from 'react'
import { useMe } from '../../app/me.ts'

/**
 * State of a form that outlasts the page, such as a sign-in after the session has ended: stored for this tab and user
 * until `clear`. `isRestored`: the state is what was typed before.
 */
export const useDraft = <Values extends object>(key: string, initial: Values) => {
  const { user } = useMe()
  const name = `muster.console.draft.${user.id}.${key}`
  const [{ values, isRestored }, setState] = useState(() => {
    const stored = sessionStorage.getItem(name)
    return stored === null
      ? { values: initial, isRestored: false }
      : { values: { ...initial, ...(JSON.parse(stored) as Partial<Values>) }, isRestored: true }
  })
  const [isChanged, setChanged] = useState(isRestored)
  useEffect(() => {
    if (isChanged) sessionStorage.setItem(name, JSON.stringify(values))
  }, [name, values, isChanged])
  return {
    values,
    isRestored,
    change: (changes: Partial<Values>) => {
      setChanged(true)
      setState((before) => ({ ...before, values: { ...before.values, ...changes } }))
    },
    clear: () => {
      setChanged(false)
      sessionStorage.removeItem(name)
    },
  }
}
