import type { Config } from './settings-table.ts'

/** The configured public URL without a trailing slash and without `/v3`; undefined: not configured. */
export const publicUrlOf = ({ public_url: url }: Pick<Config, 'public_url'>): string | undefined =>
  url?.replace(/\/+$/, '').replace(/\/v3$/, '')
