import type { User, UserChange } from '@muster/sdk'

/** The fields of the form whose value is a text, in its order. */
export const profileFields = [
  'username',
  'display_name',
  'given_name',
  'family_name',
  'email',
  'phone_number',
  'picture_url',
  'language',
  'external_id',
  'default_project_id',
  'description',
] as const

export type ProfileField = (typeof profileFields)[number]

export type ProfileValues = Readonly<Record<ProfileField, string>> & {
  readonly kind: User['kind']
  readonly developer: boolean
}

export const valuesOf = (user: User): ProfileValues => ({
  username: user.username,
  display_name: user.display_name ?? '',
  given_name: user.given_name ?? '',
  family_name: user.family_name ?? '',
  email: user.email ?? '',
  phone_number: user.phone_number ?? '',
  picture_url: user.picture_url ?? '',
  language: user.language ?? '',
  external_id: user.external_id ?? '',
  default_project_id: user.default_project_id ?? '',
  description: user.description ?? '',
  kind: user.kind,
  developer: user.developer,
})

/** The fields that differ; an empty text clears its field. */
export const changeOf = (before: ProfileValues, after: ProfileValues): UserChange => {
  const texts = profileFields
    .filter((name) => before[name] !== after[name])
    .map((name) => [name, name === 'username' || after[name] !== '' ? after[name] : null] as const)
  return {
    ...Object.fromEntries(texts),
    ...(before.developer === after.developer ? {} : { developer: after.developer }),
    ...(before.kind === after.kind || after.kind === 'system' ? {} : { kind: after.kind }),
  }
}
