import { query } from '../../kernel/operation.ts'

/** Touched when hashes of other systems arrive. */
export const schemesTouch = 'password_schemes'

/** Schemes that are looked for; more differ only in parameters that an import may have chosen one by one. */
const most = 1000
/** Sorts behind every text that begins alike: hashes are ASCII. */
const beyond = '\u007f'

/** Finds one hash of each scheme in the directory, so that failed sign-ins take as long as the most expensive. */
export const learnSchemes = query({
  rule: 'operator',
  read: async (_input: object, _found, { stores, ports: { passwords } }): Promise<void> => {
    const found: string[] = []
    let after = ''
    while (found.length < most) {
      const hash = await stores.passwords.importedHash(after)
      if (hash === undefined) break
      const prefix = passwords.schemeOf(hash)
      if (prefix !== undefined) found.push(hash)
      after = prefix === undefined ? hash : prefix + beyond
    }
    await passwords.expect(found, true)
  },
})
