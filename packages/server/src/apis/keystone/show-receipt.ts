import type { GivenReceipt } from '../../core/access/authentication/auth-receipt.ts'
import type { HttpResponse } from '../../http/api.ts'
import { tokenTime } from './times.ts'

/** The 401 response of a sign-in with a missing factor, with the receipt to continue it (keystone.md section 7). */
export const showReceipt = ({ text, receipt, user, requiredMethods }: GivenReceipt): HttpResponse => ({
  status: 401,
  headers: { 'openstack-auth-receipt': text },
  body: {
    receipt: {
      methods: receipt.methods,
      user,
      issued_at: tokenTime(receipt.issuedAt),
      expires_at: tokenTime(receipt.expiresAt),
    },
    required_auth_methods: requiredMethods,
  },
})
