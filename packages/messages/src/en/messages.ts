import { account } from './account.ts'
import { common } from './common.ts'
import { directory } from './directory.ts'
import { errors } from './errors.ts'
import { operations } from './operations.ts'
import { services } from './services.ts'
import { signIn } from './sign-in.ts'
import { user } from './user.ts'
import { users } from './users.ts'

export const messages = {
  account,
  common,
  directory,
  errors,
  operations,
  services,
  signIn,
  user,
  users,
} as const
