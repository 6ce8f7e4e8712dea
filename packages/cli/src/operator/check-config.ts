import { enabledApis } from '@muster/server/composition/apis.ts'
import { samlIssuerOf } from '@muster/server/composition/saml-issuer.ts'
import { mailOf } from '@muster/server/config/mail-of.ts'
import { masterKey } from '@muster/server/config/master-key.ts'
import { openIdClientsOf } from '@muster/server/config/openid-clients.ts'
import { readRules } from '@muster/server/config/read-rules.ts'
import { configOf, type OperatorOptions, print } from './with-muster.ts'

/** Does not open the database and changes nothing. */
export const checkConfig = async (options: OperatorOptions): Promise<void> => {
  const config = configOf(options)
  const rules = readRules(config)
  enabledApis(config)
  mailOf(config)
  await samlIssuerOf(config)
  openIdClientsOf(config)
  if (config.master_key !== undefined || config.database_url !== undefined) masterKey(config)
  print(`The settings and the ${rules.names.size} policy rules are valid.`)
}
