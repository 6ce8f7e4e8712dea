import { type ReactNode, useEffect } from 'react'

type PageHeaderProps = {
  readonly title: string
  /** Shown above the title: where the page is. */
  readonly trail?: ReactNode
  /** Buttons of the page. */
  readonly children?: ReactNode
}

/** The title of a page, which is also the title of the document. */
export const PageHeader = ({ title, trail, children }: PageHeaderProps) => {
  useEffect(() => {
    document.title = `${title} · Muster`
  }, [title])
  return (
    <header className="page-header">
      {trail === undefined ? null : <div className="page-trail">{trail}</div>}
      <h1>
        <bdi>{title}</bdi>
      </h1>
      {children === undefined ? null : <div className="page-actions">{children}</div>}
    </header>
  )
}
