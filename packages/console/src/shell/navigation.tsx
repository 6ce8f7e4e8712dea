import { Link } from '@tanstack/react-router'
import { useMay } from '../app/me.ts'
import { useMessages } from '../messages/use-messages.ts'
import { sections } from './sections.ts'
import { UnreadBadge } from './unread-badge.tsx'

/** The id of the button that opens it. */
export const navigationButton = 'navigation-button'

type NavigationProps = {
  /** On a narrow screen, where it is a menu over the page. */
  readonly isOpen: boolean
  readonly onClose: () => void
}

/** The pages that the user may open. */
export const Navigation = ({ isOpen, onClose }: NavigationProps) => {
  const messages = useMessages()
  const may = useMay()
  return (
    <nav
      aria-label={messages.common.navigation}
      className="navigation"
      data-open={isOpen}
      // A link to the page that is shown closes the menu too.
      onClick={onClose}
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !isOpen) return
        onClose()
        document.getElementById(navigationButton)?.focus()
      }}
    >
      {sections.map(({ title, pages }) => {
        const offered = pages.filter(({ rule }) => rule === undefined || may(rule))
        if (offered.length === 0) return null
        return (
          <section key={title(messages)} aria-label={title(messages)}>
            <h2>{title(messages)}</h2>
            <ul>
              {offered.map(({ to, name }) => (
                <li key={to}>
                  <Link to={to} activeProps={{ 'aria-current': 'page' }}>
                    {name(messages)}
                    {to === '/account/notifications' ? <UnreadBadge /> : null}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}
