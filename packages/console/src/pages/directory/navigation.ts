import type { NavigationPage } from '../../shell/navigation-page.ts'

export const directoryPages: readonly NavigationPage[] = []
