/** Fields of a row, in the order in which they are offered. */
export const importFields = [
  'username',
  'email',
  'display_name',
  'given_name',
  'family_name',
  'phone_number',
  'language',
  'status',
  'kind',
  'external_id',
  'description',
  'picture_url',
  'developer',
  'email_claimed',
  'metadata',
  'public_metadata',
  'password_hash',
  'created_at',
] as const

export type ImportField = (typeof importFields)[number]

export const isImportField = (name: string): name is ImportField =>
  importFields.some((field) => field === name)

/** Usual names of columns in files of other systems, in the form that `guessField` compares. */
const aliases: Readonly<Record<string, ImportField>> = {
  account: 'username',
  benutzername: 'username',
  login: 'username',
  login_name: 'username',
  samaccountname: 'username',
  uid: 'username',
  user: 'username',
  user_name: 'username',
  userid: 'username',
  userprincipalname: 'username',
  usuario: 'username',
  correo: 'email',
  e_mail: 'email',
  email_address: 'email',
  emailaddress: 'email',
  mail: 'email',
  full_name: 'display_name',
  fullname: 'display_name',
  displayname: 'display_name',
  name: 'display_name',
  nombre_completo: 'display_name',
  first_name: 'given_name',
  firstname: 'given_name',
  givenname: 'given_name',
  nombre: 'given_name',
  vorname: 'given_name',
  apellidos: 'family_name',
  last_name: 'family_name',
  lastname: 'family_name',
  nachname: 'family_name',
  sn: 'family_name',
  surname: 'family_name',
  mobile: 'phone_number',
  phone: 'phone_number',
  telefon: 'phone_number',
  telefono: 'phone_number',
  telephone: 'phone_number',
  telephonenumber: 'phone_number',
  idioma: 'language',
  locale: 'language',
  sprache: 'language',
  employee_id: 'external_id',
  externalid: 'external_id',
  comment: 'description',
  notes: 'description',
  avatar: 'picture_url',
  picture: 'picture_url',
  created: 'created_at',
}

const guessField = (header: string): ImportField | undefined => {
  const name = header
    .trim()
    .toLowerCase()
    .replaceAll(/[ .-]+/g, '_')
  if (isImportField(name)) return name
  return Object.hasOwn(aliases, name) ? aliases[name] : undefined
}

/** The field of each column; undefined: the column is left out. A field is used once, by the best name of a column. */
export const guessMapping = (headers: readonly string[]): readonly (ImportField | undefined)[] => {
  const guesses = headers.map(guessField)
  const exact = new Set(headers.map((header) => header.trim().toLowerCase()).filter(isImportField))
  const used = new Set<ImportField>()
  return guesses.map((field, at) => {
    const isExact = headers[at]?.trim().toLowerCase() === field
    if (field === undefined || used.has(field) || (exact.has(field) && !isExact)) return undefined
    used.add(field)
    return field
  })
}
