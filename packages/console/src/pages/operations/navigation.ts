import type { NavigationPage } from '../../shell/navigation-page.ts'

export const operationsPages: readonly NavigationPage[] = [
  { to: '/events', name: ({ operations }) => operations.events.title, rule: 'muster:list_events' },
  { to: '/webhooks', name: ({ operations }) => operations.webhooks.title, rule: 'muster:list_webhooks' },
  { to: '/mail', name: ({ operations }) => operations.mail.title, rule: 'muster:list_messages' },
  { to: '/jobs', name: ({ operations }) => operations.jobs.title, rule: 'muster:manage_bulk_jobs' },
  { to: '/server', name: ({ operations }) => operations.server.title, rule: 'muster:get_server' },
]
