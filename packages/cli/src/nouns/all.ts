import type { Noun } from '../command/verb.ts'
import { apiKeyNoun } from './api-key.ts'
import { assignmentNoun } from './assignment.ts'
import { domainNoun } from './domain.ts'
import { eventNoun } from './event.ts'
import { groupNoun } from './group.ts'
import { invitationNoun } from './invitation.ts'
import { mailNoun } from './mail.ts'
import { planNoun } from './plan.ts'
import { projectNoun } from './project.ts'
import { roleNoun } from './role.ts'
import { sessionNoun } from './session.ts'
import { userNoun } from './user.ts'
import { webhookNoun } from './webhook.ts'

/** The nouns in the order of the help. */
export const nouns: readonly Noun[] = [
  userNoun,
  invitationNoun,
  groupNoun,
  roleNoun,
  assignmentNoun,
  projectNoun,
  domainNoun,
  sessionNoun,
  apiKeyNoun,
  planNoun,
  eventNoun,
  webhookNoun,
  mailNoun,
]
