import { admin, anyScope, owner, rule, systemOrProject, systemReader } from './parts.ts'

const credentialOwner = 'user_id:%(target.credential.user_id)s'
const writes = `${admin} or (role:member and ${credentialOwner})`

export const ec2Rules = [
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
  rule('identity:ec2_create_credential', writes, systemOrProject, 'Create an EC2 credential'),
  rule('identity:ec2_delete_credential', writes, systemOrProject, 'Delete an EC2 credential'),
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
