import { domainError } from '../../kernel/domain-error.ts'
import { normalizeText } from '../../kernel/text.ts'

type Given = string | null | undefined

/** What a user tells of itself beside the display name. */
export type Profile = {
  readonly givenName?: Given
  readonly familyName?: Given
  readonly phoneNumber?: Given
  readonly pictureUrl?: Given
}

const clean = (field: string, given: Given, max: number) =>
  typeof given === 'string' ? normalizeText(field, given, max) : given

/** Pages show pictures, so that an address of another kind could run there (T69). */
const normalizePicture = (given: Given) => {
  const address = clean('picture_url', given, 2048)
  if (typeof address !== 'string') return address
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    throw domainError('invalid', 'picture_url_malformed', 'A picture is at an http or https address.', {
      field: 'picture_url',
    })
  return address
}

/** What is given of a profile, checked. */
export const changedProfile = ({ givenName, familyName, phoneNumber, pictureUrl }: Profile) => ({
  givenName: clean('given_name', givenName, 255),
  familyName: clean('family_name', familyName, 255),
  phoneNumber: clean('phone_number', phoneNumber, 64),
  pictureUrl: normalizePicture(pictureUrl),
})

/** The profile of a new user, checked. */
export const newProfile = (given: Profile) => {
  const { givenName, familyName, phoneNumber, pictureUrl } = changedProfile(given)
  return {
    givenName: givenName ?? null,
    familyName: familyName ?? null,
    phoneNumber: phoneNumber ?? null,
    pictureUrl: pictureUrl ?? null,
  }
}
