import { closeSync, openSync, rmSync, writeSync } from 'node:fs'

export type SecretFile = {
  readonly path: string
  readonly keep: (secret: string) => void
  readonly discard: () => void
}

/** Creates the file before the request: a secret that is shown once must not be lost to a file that cannot be written. */
export const openSecretFile = (path: string): SecretFile => {
  const descriptor = openSync(path, 'wx', 0o600)
  return {
    path,
    keep(secret) {
      writeSync(descriptor, `${secret}\n`)
      closeSync(descriptor)
    },
    discard() {
      closeSync(descriptor)
      rmSync(path, { force: true })
    },
  }
}
