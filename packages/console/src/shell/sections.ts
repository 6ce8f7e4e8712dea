import type { Messages } from '@muster/messages/messages.ts'
import { accountPages } from '../pages/account/navigation.ts'
import { directoryPages } from '../pages/directory/navigation.ts'
import { operationsPages } from '../pages/operations/navigation.ts'
import { servicesPages } from '../pages/services/navigation.ts'
import { usersPages } from '../pages/users/navigation.ts'
import type { NavigationPage } from './navigation-page.ts'

type Section = { readonly title: (messages: Messages) => string; readonly pages: readonly NavigationPage[] }

export const sections: readonly Section[] = [
  { title: ({ common }) => common.people, pages: usersPages },
  { title: ({ common }) => common.directory, pages: directoryPages },
  { title: ({ services }) => services.title, pages: servicesPages },
  { title: ({ common }) => common.operations, pages: operationsPages },
  { title: ({ common }) => common.account, pages: accountPages },
]
