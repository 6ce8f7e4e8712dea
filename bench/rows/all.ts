import type { Row } from '../row.ts'
import { createUser } from './create-user.ts'
import { credentialLogin } from './credential-login.ts'
import { delegatedValidation } from './delegated-validation.ts'
import { finding } from './finding.ts'
import { importUsers } from './import.ts'
import { keystoneImport } from './keystone-import.ts'
import { memory } from './memory.ts'
import { passwordLogin } from './password-login.ts'
import { rescoping } from './rescoping.ts'
import { start } from './start.ts'
import { listUsers, showUser } from './users.ts'
import { manyTokens, validation } from './validation.ts'
import { verification } from './verification.ts'

/** Every row, in the order of the table. */
export const rows: readonly Row[] = [
  validation,
  manyTokens,
  delegatedValidation,
  rescoping,
  credentialLogin,
  showUser,
  listUsers,
  verification,
  passwordLogin,
  createUser,
  start,
  memory,
  finding,
  importUsers,
  keystoneImport,
]
