import { type FernetKey, openFernet, parseFernetKey } from './fernet.ts'
import { readKeyRepository } from './key-repository.ts'

/** Enough for a blob of 65,535 characters of four bytes. */
const maxSealedLength = 400_000

/** The key of a Keystone that was never given a key repository. */
const nullKey = `${Buffer.alloc(32).toString('base64url')}=`

export type CredentialKeys = { readonly open: (sealed: string) => string | undefined }

/** Opens the credentials of a Keystone with the keys of its credential key repository. */
export const readCredentialKeys = (folder: string): CredentialKeys => {
  const ring = [...readKeyRepository(folder)].sort((a, b) => b.index - a.index)
  const keys: readonly FernetKey[] = [
    ...ring.map(({ material }) => parseFernetKey(material)),
    parseFernetKey(nullKey),
  ]
  return {
    open(sealed) {
      const opened = openFernet(keys, sealed.replace(/={0,2}$/, ''), maxSealedLength)
      return opened?.plain.toString('utf8')
    },
  }
}
