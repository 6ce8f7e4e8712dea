import { samlFiles } from '../../packages/server/test/saml-files.ts'

/** A server with a new key for assertions. */
export const settings = () => {
  const files = samlFiles()
  process.once('exit', files.remove)
  return [files.environment]
}
