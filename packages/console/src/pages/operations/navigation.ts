import type { NavigationPage } from '../../shell/navigation-page.ts'

export const operationsPages: readonly NavigationPage[] = []
