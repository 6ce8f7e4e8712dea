import type { ReactNode } from 'react'

type BadgeProps = { readonly tone?: 'neutral' | 'good' | 'warning' | 'bad'; readonly children: ReactNode }

/** A short state; its text says it, the color only repeats it. */
export const Badge = ({ tone = 'neutral', children }: BadgeProps) => (
  <span className={`badge badge-${tone}`}>{children}</span>
)
