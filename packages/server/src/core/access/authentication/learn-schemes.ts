import { query } from '../../kernel/operation.ts'

/** The cache key that is invalidated when hashes of other systems are imported. */
export const passwordSchemesChanged = 'password_schemes'

/** Bounds the search: an import may have chosen parameters per hash. */
const maxSchemes = 1000
/** Sorts after every text with the same prefix, since hashes are ASCII. */
const afterPrefix = '\u007f'

/** Finds one hash of each scheme in the directory, so that failed sign-ins take as long as the most expensive scheme. */
export const learnSchemes = query({
  access: 'operator',
  read: async (_input: object, _found, { stores, ports: { passwords } }): Promise<void> => {
    const found: string[] = []
    let after = ''
    while (found.length < maxSchemes) {
      const hash = await stores.passwords.importedHash(after)
      if (hash === undefined) break
      const prefix = passwords.schemeOf(hash)
      if (prefix !== undefined) found.push(hash)
      after = prefix === undefined ? hash : prefix + afterPrefix
    }
    await passwords.expect(found, true)
  },
})
