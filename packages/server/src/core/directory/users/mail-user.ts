import type { CommandContext } from '../../kernel/operation.ts'
import { enqueueMail, type Mail } from '../../messaging/mail/enqueue-mail.ts'
import type { User } from './user.ts'

/**
 * Queues an email to a user, in the language that the user prefers. `language`: for a user without a preference, such
 * as the language of the page with the request.
 */
export const mailUser = (
  { id: userId, domainId, language }: Pick<User, 'id' | 'domainId' | 'language'>,
  mail: Omit<Mail, 'userId' | 'domainId'>,
  at: CommandContext,
): Promise<void> => enqueueMail({ ...mail, userId, domainId, language: language ?? mail.language }, at)
