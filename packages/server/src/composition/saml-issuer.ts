import { BadConfig } from '../config/load-config.ts'
import { samlOf } from '../config/saml-of.ts'
import type { Config } from '../config/settings-table.ts'
import type { SamlIssuer } from '../core/access/federation/saml/saml-issuer.ts'
import { readSigningKey } from '../crypto/saml/signing-key.ts'

/** The issuer of assertions; undefined when none is configured. Throws a `BadConfig`. */
export const samlIssuerOf = async (config: Config): Promise<SamlIssuer | undefined> => {
  const saml = samlOf(config)
  if (!saml) return undefined
  // Imported only if used: the start of most servers needs neither its time nor its memory.
  const { makeSamlIssuer } = await import('../crypto/saml/make-saml-issuer.ts')
  try {
    return makeSamlIssuer(saml.provider, readSigningKey(saml.key, saml.certificates))
  } catch (error) {
    throw new BadConfig([(error as Error).message])
  }
}
