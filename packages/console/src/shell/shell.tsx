import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { Toasts } from '../ui/toasts.tsx'
import { AccountMenu } from './account-menu.tsx'
import { PaletteButton } from './command-palette/palette-button.tsx'
import { Navigation } from './navigation.tsx'
import { IdleDialog } from './session/idle-dialog.tsx'
import { SessionDialog } from './session/session-dialog.tsx'
import { useSessionEnd } from './use-session-end.ts'

/** The frame of every page for signed-in users. */
export const Shell = () => {
  const { common } = useMessages()
  const session = useSessionEnd()
  useEffect(() => {
    document.documentElement.dataset['ready'] = 'true'
  }, [])
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {common.skipToContent}
      </a>
      <header className="shell-header">
        <span className="brand">Muster</span>
        <PaletteButton />
        <AccountMenu />
      </header>
      <Navigation />
      <main id="content" tabIndex={-1} className="content">
        <Outlet />
      </main>
      <Toasts />
      <IdleDialog />
      <SessionDialog isOpen={session.hasEnded} onSignedIn={session.onSignedIn} />
    </div>
  )
}
