import type { account as contract } from '@muster/contract/account-pages/account.ts'
import { html } from '../../http/html.ts'
import { pageResponse } from './page-responses.ts'
import type { PageHandlers } from './request-context.ts'

type Link = { readonly to: string; readonly name: string; readonly about: string; readonly api?: string }

const groups: Readonly<Record<string, readonly Link[]>> = {
  'Your account': [
    {
      to: '/console',
      name: 'Console',
      about: 'Sign in to your account, or to administer users.',
      api: 'console',
    },
    { to: '/account/recovery', name: 'Forgot your password?', about: 'Request a link by email.' },
    {
      to: '/account/password',
      name: 'Change your password',
      about: 'Also if it is temporary or has expired.',
    },
  ],
  'For developers': [
    {
      to: '/api/v1/docs',
      name: 'API documentation',
      about: 'The native API: users, sessions, keys.',
      api: 'native',
    },
    {
      to: '/api/v1/openapi.json',
      name: 'OpenAPI document',
      about: 'The machine-readable API description.',
      api: 'native',
    },
    {
      to: '/v3',
      name: 'OpenStack Identity v3',
      about: 'The version document in JSON.',
      api: 'keystone',
    },
  ],
  'For operators': [
    { to: '/healthcheck', name: 'Health', about: 'Whether the process is running.' },
    { to: '/readyz', name: 'Readiness', about: 'Whether it can serve requests.' },
  ],
}

export const home = {
  async getHomePage(_request, { root, server: { version, apis } }) {
    const shown = Object.entries(groups).flatMap(([title, links]) => {
      const served = links.filter(({ api }) => api === undefined || apis.includes(api))
      return served.length === 0 ? [] : [{ title, links: served }]
    })
    return pageResponse(
      200,
      {
        title: 'Identity server',
        body: html`<h1>Identity server</h1>
<p class="quiet">This server manages the accounts of users and services, and authenticates them for other services.</p>
${shown.map(
  ({ title, links }) => html`<h2>${title}</h2>
<ul class="links">
${links.map(({ to, name, about }) => html`<li><a href="${root}${to}">${name}</a> <span class="quiet">${about}</span></li>`)}
</ul>`,
)}
<p class="after">Muster ${version}</p>`,
      },
      root,
    )
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getHomePage'>
