const federation = '/v3/OS-FEDERATION'
const provider = `${federation}/identity_providers`
const sso = '/v3/auth/OS-FEDERATION'
const whole = 'GET,PATCH,DELETE'
const config = `PUT,${whole}`

/** Routes of Keystone that Muster does not serve: the name in the documentation, then `methods path`. */
export const absentRoutes: readonly (readonly [documented: string, ...rows: string[]])[] = [
  [
    '/v3/OS-FEDERATION/…',
    `GET ${federation}/projects`,
    `GET ${federation}/domains`,
    `GET,POST ${provider}/{id}/protocols/{protocol}/auth`,
  ],
  [
    '/v3/auth/OS-FEDERATION/…',
    `GET,POST ${sso}/websso/{protocol}`,
    `GET,POST ${sso}/identity_providers/{id}/protocols/{protocol}/websso`,
  ],
  [
    '/v3/domains/{id}/config',
    `${config} /v3/domains/{domain_id}/config`,
    `${whole} /v3/domains/{domain_id}/config/{group}`,
    `${whole} /v3/domains/{domain_id}/config/{group}/{option}`,
  ],
  [
    '/v3/domains/config/default',
    'GET /v3/domains/config/default',
    'GET /v3/domains/config/{group}/default',
    'GET /v3/domains/config/{group}/{option}/default',
  ],
]
