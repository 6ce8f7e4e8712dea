import { errors as de } from './de/errors.ts'
import { errors as en } from './en/errors.ts'
import { errors as es } from './es/errors.ts'
import { errors as fa } from './fa/errors.ts'
import { errors as hi } from './hi/errors.ts'
import { errors as ja } from './ja/errors.ts'
import type { Language } from './languages.ts'

/** The error codes that have a text in each language but English. */
type ReasonCode =
  | 'address_invalid'
  | 'content_encoding_unsupported'
  | 'database_busy'
  | 'database_timeout'
  | 'database_unavailable'
  | 'directory_read_only'
  | 'directory_unavailable'
  | 'email_malformed'
  | 'email_missing'
  | 'email_taken'
  | 'expectation_failed'
  | 'external_id_taken'
  | 'forbidden_by_rule'
  | 'headers_too_large'
  | 'host_missing'
  | 'metadata_no_object'
  | 'name_blank'
  | 'name_too_long'
  | 'number_not_exact'
  | 'outcome_unknown'
  | 'password_blank'
  | 'password_common'
  | 'password_empty'
  | 'password_hash_unusable'
  | 'password_is_name'
  | 'password_locked'
  | 'password_too_long'
  | 'password_too_weak'
  | 'password_too_young'
  | 'password_unstorable'
  | 'password_used_before'
  | 'picture_url_malformed'
  | 'request_malformed'
  | 'request_timeout'
  | 'starting'
  | 'text_too_long'
  | 'text_unstorable'
  | 'time_malformed'
  | 'user_name_taken'
  | 'user_not_found'
  | 'username_missing'
  | 'value_type'
  | 'value_unknown'

export type Reasons = Readonly<Record<ReasonCode, string>>

/** Why a value was rejected, by error code. English has none: the sentences of the server are English. */
export const reasonsIn: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: en.reasons,
  de: de.reasons,
  es: es.reasons,
  fa: fa.reasons,
  hi: hi.reasons,
  ja: ja.reasons,
}
