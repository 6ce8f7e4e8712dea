import type { ReactNode } from 'react'

type DescriptionListProps = { readonly items: readonly (readonly [term: string, value: ReactNode])[] }

/** What scrolls must be reachable by keyboard. */
const reachable = (element: HTMLElement | null): void => {
  if (element && element.scrollHeight > element.clientHeight) element.tabIndex = 0
}

/** Names and values of one object. Values can be data in any script. */
export const DescriptionList = ({ items }: DescriptionListProps) => (
  <dl className="descriptions">
    {items.map(([term, value]) => (
      <div key={term}>
        <dt>{term}</dt>
        <dd dir="auto" ref={reachable}>
          {value ?? '–'}
        </dd>
      </div>
    ))}
  </dl>
)
