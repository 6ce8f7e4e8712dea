import { type Language, languages } from '@muster/messages/languages.ts'
import { Unauthenticated } from '@muster/sdk'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { appearances, storeAppearance, storedAppearance } from '../app/appearance.ts'
import { muster } from '../app/client.ts'
import { useMe } from '../app/me.ts'
import { queryClient } from '../app/query-client.ts'
import { useLanguage } from '../messages/use-messages.ts'
import { describeError } from '../ui/describe-error.ts'
import { Menu } from '../ui/menu.tsx'
import { announce } from '../ui/toasts.tsx'

export const AccountMenu = () => {
  const { user } = useMe()
  const { messages, language, setLanguage } = useLanguage()
  const { common } = messages
  const navigate = useNavigate()
  const [appearance, setAppearance] = useState(storedAppearance)
  const signOut = async () => {
    await muster.sessions.close('current').catch((error: unknown) => {
      if (!(error instanceof Unauthenticated)) announce(describeError(error, messages))
    })
    await navigate({ to: '/sign-in', search: {} })
    queryClient.clear()
  }
  return (
    <div className="account-menu">
      <Menu
        look="quiet"
        label={common.language}
        actions={Object.entries(languages).map(([id, label]) => ({
          id,
          label: id === language ? `✓ ${label}` : label,
          onAction: () => void setLanguage(id as Language),
        }))}
      >
        <span className="wide-only">{languages[language]}</span>
        <span className="narrow-only">{language.toUpperCase()}</span>
      </Menu>
      <Menu
        look="quiet"
        label={common.theme}
        actions={appearances.map((id) => ({
          id,
          label: id === appearance ? `✓ ${common[id]}` : common[id],
          onAction: () => {
            storeAppearance(id)
            setAppearance(id)
          },
        }))}
      >
        <span className="visually-hidden">{common[appearance]}</span>
        <svg className="icon" viewBox="0 0 18 18" aria-hidden="true">
          <circle cx="9" cy="9" r="6" />
          <path d="M9 3a6 6 0 0 1 0 12z" fill="currentColor" />
        </svg>
      </Menu>
      <Menu
        look="quiet"
        actions={[
          { id: 'account', label: common.account, onAction: () => void navigate({ to: '/account' }) },
          { id: 'sign-out', label: common.signOut, onAction: () => void signOut() },
        ]}
      >
        <bdi className="account-name">{user.display_name ?? user.username}</bdi>
      </Menu>
    </div>
  )
}
