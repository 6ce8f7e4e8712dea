import { createConfig, lintFromString } from '@redocly/openapi-core'

/** The rule set `recommended`, and three further rules as errors. */
const config = await createConfig({
  extends: ['recommended'],
  rules: {
    'operation-description': 'error',
    'operation-tag-defined': 'error',
    'tag-description': 'error',
  },
})

/** The findings in an OpenAPI document, including warnings, one line each. */
export const lintOpenapi = async (source: string): Promise<readonly string[]> => {
  const problems = await lintFromString({ source, absoluteRef: 'openapi.json', config })
  return problems.map(
    ({ ruleId, severity, message, location }) =>
      `${severity} ${ruleId} at ${location[0]?.pointer ?? '#/'}: ${message}`,
  )
}
