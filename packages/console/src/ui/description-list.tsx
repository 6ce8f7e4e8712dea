import type { ReactNode } from 'react'

type DescriptionListProps = { readonly items: readonly (readonly [term: string, value: ReactNode])[] }

/** Names and values of one object. Values can be data in any script. */
export const DescriptionList = ({ items }: DescriptionListProps) => (
  <dl className="descriptions">
    {items.map(([term, value]) => (
      <div key={term}>
        <dt>{term}</dt>
        <dd dir="auto">{value ?? '–'}</dd>
      </div>
    ))}
  </dl>
)
