import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { requireRule } from '../../app/me.ts'
import { shellRoute } from '../../app/shell-route.tsx'
import { readEventsSearch } from './events/events-search.ts'
import { readJobsSearch } from './jobs/jobs-search.ts'
import { readMailSearch } from './mail/mail-search.ts'
import { readServerSearch } from './server/server-search.ts'
import { readWebhookSearch } from './webhooks/webhooks-search.ts'

const getParentRoute = () => shellRoute

export const operationsRoutes = [
  createRoute({
    getParentRoute,
    path: '/events',
    validateSearch: readEventsSearch,
    component: lazyRouteComponent(() => import('./events/events-page.tsx'), 'EventsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/events/$sequence',
    component: lazyRouteComponent(() => import('./events/event-page.tsx'), 'EventPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/webhooks',
    component: lazyRouteComponent(() => import('./webhooks/webhooks-page.tsx'), 'WebhooksPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/webhooks/new',
    beforeLoad: requireRule('muster:create_webhook'),
    component: lazyRouteComponent(() => import('./webhooks/new-webhook-page.tsx'), 'NewWebhookPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/webhooks/$webhookId',
    validateSearch: readWebhookSearch,
    component: lazyRouteComponent(() => import('./webhooks/webhook-page.tsx'), 'WebhookPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/mail',
    validateSearch: readMailSearch,
    component: lazyRouteComponent(() => import('./mail/mail-page.tsx'), 'MailPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/jobs',
    validateSearch: readJobsSearch,
    component: lazyRouteComponent(() => import('./jobs/jobs-page.tsx'), 'JobsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/imports/$importId',
    component: lazyRouteComponent(() => import('./jobs/import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/bulk-jobs/$bulkJobId',
    component: lazyRouteComponent(() => import('./jobs/bulk-job-page.tsx'), 'BulkJobPage'),
  }),
  // Earlier addresses.
  createRoute({
    getParentRoute,
    path: '/bulk-jobs',
    beforeLoad: () => {
      throw redirect({ to: '/jobs', search: { tab: 'bulk' }, replace: true })
    },
  }),
  createRoute({
    getParentRoute,
    path: '/jobs/bulk/$bulkJobId',
    beforeLoad: ({ params }) => {
      throw redirect({ to: '/bulk-jobs/$bulkJobId', params, replace: true })
    },
  }),
  createRoute({
    getParentRoute,
    path: '/server',
    validateSearch: readServerSearch,
    component: lazyRouteComponent(() => import('./server/server-page.tsx'), 'ServerPage'),
  }),
] as const
