import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { dropCredential } from './drop-credential.ts'
import { credentialTarget, theCredential } from './get-credential.ts'

export const deleteCredential = command({
  rule: 'identity:delete_credential',
  load: ({ id }: { readonly id: string }, at) => theCredential(id, at),
  target: (_input, credential) => credentialTarget(credential),
  isolation: 'read committed',
  apply: async ({ id }, { found, ...at }) => {
    if (!(await dropCredential(found, at))) throw notFound('credential', id)
  },
})
