const whole = 'GET,PATCH,DELETE'
const config = `PUT,${whole}`

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
  ],
]
