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
      { component: 'settings' },
      'development mode is on; webhooks may use http and loopback addresses',
    )
  if (!smtp)
    logger.warn(
      { component: 'mail', folder: mailFolder },
      'no mail server configured (smtp_url); writing emails to a folder',
    )
  else if (config.public_url === undefined)
    logger.warn(
      { component: 'mail', url: address },
      'public_url is not set; links in emails use this address',
    )
}
