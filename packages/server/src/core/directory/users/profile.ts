import { domainError } from '../../kernel/domain-error.ts'
import { checkLanguage } from '../../kernel/language.ts'
import { normalizeText } from '../../kernel/text.ts'

type Input = string | null | undefined

/** Profile fields other than the display name. */
export type Profile = {
  readonly givenName?: Input
  readonly familyName?: Input
  readonly phoneNumber?: Input
  readonly pictureUrl?: Input
  readonly language?: Input
}

const normalize = (field: string, input: Input, max: number) =>
  typeof input === 'string' ? normalizeText(field, input, max) : input

/** Only http and https: pages show pictures, and a URL of another scheme could execute code there (T69). */
const normalizePicture = (input: Input) => {
  const url = normalize('picture_url', input, 2048)
  if (typeof url !== 'string') return url
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url))
    throw domainError('invalid', 'picture_url_malformed', 'picture_url must be an http or https URL.', {
      field: 'picture_url',
    })
  return url
}

/** Normalizes the provided fields of a profile. Rejects with `invalid`. */
export const changedProfile = ({ givenName, familyName, phoneNumber, pictureUrl, language }: Profile) => ({
  givenName: normalize('given_name', givenName, 255),
  familyName: normalize('family_name', familyName, 255),
  phoneNumber: normalize('phone_number', phoneNumber, 64),
  pictureUrl: normalizePicture(pictureUrl),
  language: checkLanguage(language),
})

/** The normalized profile of a new user. Rejects with `invalid`. */
export const newProfile = (input: Profile) => {
  const { givenName, familyName, phoneNumber, pictureUrl, language } = changedProfile(input)
  return {
    givenName: givenName ?? null,
    familyName: familyName ?? null,
    phoneNumber: phoneNumber ?? null,
    pictureUrl: pictureUrl ?? null,
    language: language ?? null,
  }
}
