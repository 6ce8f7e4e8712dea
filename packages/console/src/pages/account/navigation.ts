import type { NavigationPage } from '../../shell/navigation-page.ts'

export const accountPages: readonly NavigationPage[] = [
  { to: '/account', name: ({ common }) => common.account },
]
