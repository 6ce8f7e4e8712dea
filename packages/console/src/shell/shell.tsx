import { Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Button } from '../ui/button.tsx'
import { Toasts } from '../ui/toasts.tsx'
import { AccountMenu } from './account-menu.tsx'
import { PaletteButton } from './command-palette/palette-button.tsx'
import { Navigation, navigationButton } from './navigation.tsx'
import { IdleDialog } from './session/idle-dialog.tsx'
import { ReplacedDialog } from './session/replaced-dialog.tsx'
import { SessionDialog } from './session/session-dialog.tsx'
import { useSessionNews } from './use-session-news.ts'

/** The frame of every page for signed-in users. */
export const Shell = () => {
  const { common } = useMessages()
  const { news, onSignedIn, onCancel } = useSessionNews()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // The path on which the menu of a narrow screen was opened: another page closes it.
  const [menuPath, setMenuPath] = useState<string>()
  const isMenuOpen = menuPath === path
  useEffect(() => {
    document.documentElement.dataset['ready'] = 'true'
  }, [])
  return (
    <div className="shell">
      {/* biome-ignore lint/a11y/useValidAnchor: the browser would leave the page, as addresses are relative to the base of the document */}
      <a
        className="skip-link"
        href="#content"
        onClick={(event) => {
          event.preventDefault()
          document.getElementById('content')?.focus()
        }}
      >
        {common.skipToContent}
      </a>
      <header className="shell-header">
        <Button
          id={navigationButton}
          className="navigation-button"
          aria-label={common.menu}
          aria-expanded={isMenuOpen}
          onPress={() => setMenuPath(isMenuOpen ? undefined : path)}
        >
          <svg className="icon" viewBox="0 0 18 18" aria-hidden="true">
            <path d="M2.5 4.5h13M2.5 9h13m-13 4.5h13" />
          </svg>
        </Button>
        <span className="brand">Muster</span>
        <PaletteButton />
        <AccountMenu />
      </header>
      <Navigation isOpen={isMenuOpen} onClose={() => setMenuPath(undefined)} />
      <main id="content" tabIndex={-1} className="content">
        <Outlet />
      </main>
      <Toasts />
      <IdleDialog />
      <SessionDialog isOpen={news === 'ended'} onSignedIn={onSignedIn} onCancel={onCancel} />
      <ReplacedDialog isOpen={news === 'replaced'} />
    </div>
  )
}
