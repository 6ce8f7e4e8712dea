import { readCredential } from './credential.ts'
import { chooseLanguages } from './languages.ts'
import { offerRequests } from './try-it.ts'

/** The pages of nouns: the language of the examples, and requests to this server. */
chooseLanguages()
readCredential()
offerRequests()
