import { admin, anyScope, owner, rule, systemOrProject, systemReader } from './parts.ts'

const credentialOwner = 'user_id:%(target.credential.user_id)s'
const reads = `${admin} or ${systemReader} or ${credentialOwner}`
const writes = `${admin} or ${credentialOwner}`
const writesEc2 = `${admin} or (role:member and ${credentialOwner})`

/** Sealed credentials, and the signatures made with EC2 credentials. */
export const credentialRules = [
  rule('identity:get_credential', reads, anyScope, 'Show a credential'),
  rule(
    'identity:list_credentials',
    reads,
    anyScope,
    'List credentials; each listed one must pass identity:get_credential',
  ),
  rule('identity:create_credential', writes, anyScope, 'Create a credential'),
  rule('identity:update_credential', writes, anyScope, 'Change a credential'),
  rule('identity:delete_credential', writes, anyScope, 'Delete a credential'),
  rule(
    'identity:ec2_get_credential',
    `${admin} or ${systemReader} or ${credentialOwner}`,
    systemOrProject,
    'Show an EC2 credential',
  ),
  rule(
    'identity:ec2_list_credentials',
    `${admin} or ${systemReader} or ${owner}`,
    systemOrProject,
    'List the EC2 credentials of a user',
  ),
  rule('identity:ec2_create_credential', writesEc2, systemOrProject, 'Create an EC2 credential'),
  rule('identity:ec2_delete_credential', writesEc2, systemOrProject, 'Delete an EC2 credential'),
  rule(
    'identity:ec2tokens_validate',
    'rule:service_or_admin',
    anyScope,
    'Exchange an EC2 signature for a token',
  ),
  rule(
    'identity:s3tokens_validate',
    'rule:service_or_admin',
    anyScope,
    'Exchange an S3 signature for a token',
  ),
]
