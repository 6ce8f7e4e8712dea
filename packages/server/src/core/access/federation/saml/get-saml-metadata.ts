import { notFound } from '../../../kernel/domain-error.ts'
import { query } from '../../../kernel/operation.ts'

/** The metadata of this server as an identity provider; `not_found` when it issues no assertions. */
export const getSamlMetadata = query({
  access: 'public',
  read: async (_input: object, _found, { ports }): Promise<string> => {
    if (!ports.saml) throw notFound('saml_metadata', 'this server issues no assertions')
    return ports.saml.metadata
  },
})
