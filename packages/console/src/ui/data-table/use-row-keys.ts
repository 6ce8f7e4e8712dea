import { type KeyboardEvent, useState } from 'react'

type RowKeys = {
  readonly count: number
  readonly scrollTo: (index: number) => void
  readonly onOpen: (index: number) => void
  readonly onSelect: (index: number) => void
}

/** Rows of a page on the screen, for Page Up and Page Down. */
const pageRows = 15

const targetOf = (key: string, active: number, count: number): number | undefined => {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + pageRows,
    PageUp: active - pageRows,
    Home: 0,
    End: count - 1,
  }
  const target = targets[key]
  return target === undefined ? undefined : Math.max(0, Math.min(count - 1, target))
}

/** The keys of a grid (WAI-ARIA): arrows, Page Up and Down, Home and End move, Enter opens, Space selects. */
export const useRowKeys = ({ count, scrollTo, onOpen, onSelect }: RowKeys) => {
  const [active, setActive] = useState(0)
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target instanceof Element && event.target.closest('button, a, input')) return
    if (event.key === 'Enter') return onOpen(active)
    if (event.key === ' ') {
      event.preventDefault()
      return onSelect(active)
    }
    const target = targetOf(event.key, active, count)
    if (target === undefined || count === 0) return
    event.preventDefault()
    setActive(target)
    scrollTo(target)
    const grid = event.currentTarget
    requestAnimationFrame(() => grid.querySelector<HTMLElement>(`[data-index="${target}"]`)?.focus())
  }
  return { active: Math.min(active, Math.max(0, count - 1)), setActive, onKeyDown }
}
