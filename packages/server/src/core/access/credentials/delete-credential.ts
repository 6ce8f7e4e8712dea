import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { deleteCredentialRow } from './delete-credential-row.ts'
import { credentialTarget, requireCredential } from './get-credential.ts'

export const deleteCredential = command({
  rule: 'identity:delete_credential',
  load: ({ id }: { readonly id: string }, at) => requireCredential(id, at),
  target: (_input, credential) => credentialTarget(credential),
  isolation: 'read committed',
  apply: async ({ id }, { found, ...at }) => {
    if (!(await deleteCredentialRow(found, at))) throw notFound('credential', id)
  },
})
