const whole = 'GET,PATCH,DELETE'
const config = `PUT,${whole}`
const federation = '/v3/OS-FEDERATION'
const provider = `${federation}/identity_providers`
const sso = '/v3/auth/OS-FEDERATION'
const config = 'PUT,GET,PATCH,DELETE'

/** Routes of Keystone that Muster does not serve: the name in the documentation, then `methods path`. */
export const absentRoutes: readonly (readonly [documented: string, ...rows: string[]])[] = [
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
    '/v3/OS-FEDERATION/…',
    `GET ${federation}/projects`,
    `GET ${federation}/domains`,
    `GET ${provider}`,
    `${config} ${provider}/{id}`,
    `GET ${provider}/{id}/protocols`,
    `${config} ${provider}/{id}/protocols/{protocol}`,
    `GET,POST ${provider}/{id}/protocols/{protocol}/auth`,
    `GET ${federation}/mappings`,
    `${config} ${federation}/mappings/{id}`,
    `GET ${federation}/service_providers`,
    `${config} ${federation}/service_providers/{id}`,
    `GET ${federation}/saml2/metadata`,
  ],
  [
    '/v3/auth/OS-FEDERATION/…',
    `GET,POST ${sso}/websso/{protocol}`,
    `GET,POST ${sso}/identity_providers/{id}/protocols/{protocol}/websso`,
    `POST ${sso}/saml2`,
    `POST ${sso}/saml2/ecp`,
  ],
]
