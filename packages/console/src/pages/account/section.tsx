import { type ReactNode, useId } from 'react'

type SectionProps = { readonly title: string; readonly id?: string; readonly children: ReactNode }

/** A part of a page of the account, with its heading. */
export const Section = ({ title, id, children }: SectionProps) => {
  const heading = useId()
  return (
    <section id={id} className="card" aria-labelledby={heading}>
      <h2 id={heading} className="account-section-title">
        {title}
      </h2>
      {children}
    </section>
  )
}
