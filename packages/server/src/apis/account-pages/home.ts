import type { account as contract } from '@muster/contract/account-pages/account.ts'
import { html } from '../../http/html.ts'
import { linkTo } from './layout.ts'
import { pageResponse } from './page-responses.ts'
import type { PageContext, PageHandlers } from './request-context.ts'

type Link = { readonly to: string; readonly name: string; readonly about: string; readonly api?: string }
type Group = { readonly title: string; readonly links: readonly Link[] }

const groupsOf = (context: PageContext): readonly Group[] => {
  const { root, texts } = context
  const { home } = texts
  return [
    {
      title: home.account,
      links: [
        { to: `${root}/console`, name: home.console, about: home.consoleText, api: 'console' },
        { to: linkTo('/account/recovery', context), name: home.recovery, about: home.recoveryText },
        { to: linkTo('/account/password', context), name: home.password, about: home.passwordText },
      ],
    },
    {
      title: home.developers,
      links: [
        { to: `${root}/api/v1/docs`, name: home.docs, about: home.docsText, api: 'native' },
        { to: `${root}/api/v1/openapi.json`, name: home.openapi, about: home.openapiText, api: 'native' },
        { to: `${root}/v3`, name: 'OpenStack Identity v3', about: home.keystoneText, api: 'keystone' },
      ],
    },
    {
      title: home.operators,
      links: [
        { to: `${root}/healthcheck`, name: home.health, about: home.healthText },
        { to: `${root}/readyz`, name: home.readiness, about: home.readinessText },
      ],
    },
  ]
}

export const home = {
  async getHomePage(_request, context) {
    const { texts, server } = context
    const shown = groupsOf(context).flatMap(({ title, links }) => {
      const served = links.filter(({ api }) => api === undefined || server.apis.includes(api))
      return served.length === 0 ? [] : [{ title, links: served }]
    })
    return pageResponse(
      200,
      {
        title: texts.home.title,
        body: html`<h1>${texts.home.title}</h1>
<p class="quiet">${texts.home.text}</p>
${shown.map(
  ({ title, links }) => html`<h2>${title}</h2>
<ul class="links">
${links.map(({ to, name, about }) => html`<li><a href="${to}">${name}</a> <span class="quiet">${about}</span></li>`)}
</ul>`,
)}
<p class="after">Muster ${server.version}</p>`,
      },
      context,
    )
  },
} satisfies Pick<PageHandlers<typeof contract>, 'getHomePage'>
