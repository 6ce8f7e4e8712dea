import type { FastifyBaseLogger } from 'fastify'
import type { mailOf } from '../config/mail-of.ts'
import type { Config } from '../config/settings-table.ts'

/** Logs settings that are not meant for production. */
export const logStartupWarnings = (
  config: Config,
  { smtp, mailFolder }: ReturnType<typeof mailOf>,
  address: string,
  logger: FastifyBaseLogger,
): void => {
  if (config.development)
    logger.warn(
      'MUSTER_DEVELOPMENT is on: webhooks may call this machine and use http; turn it off in production',
    )
  if (!smtp)
    logger.warn(
      { folder: mailFolder },
      'no mail server is configured (smtp_url): mail is only written to a folder',
    )
  else if (config.public_url === undefined)
    logger.warn({ url: address }, 'public_url is not set: links in emails use this address')
}
