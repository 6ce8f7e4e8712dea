import type { NavigationPage } from '../../shell/navigation-page.ts'

export const servicesPages: readonly NavigationPage[] = []
