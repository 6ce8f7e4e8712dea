import type { GivenReceipt } from '../../core/access/authentication/auth-receipt.ts'
import type { HttpResponse } from '../../http/api.ts'
import { tokenTime } from './times.ts'

/** A sign-in that lacks a factor: 401, but with what the missing one can be added to (keystone.md section 7). */
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
