"""Tests of the suites that fail on Muster, each with the reason."""

PLUGIN = 'keystone_tempest_plugin.tests'
CONFIGURATION = 'tempest.api.identity.admin.v3.test_domain_configuration.DomainConfigurationTestJSON'
EC2 = f'{PLUGIN}.rbac.v3.test_ec2_credential'

DIFFERENCES = {
    # Keystone stores any text, and fails when a user of the domain signs in.
    **{
        f'{CONFIGURATION}.{test}': 'a URL that is not one of LDAP, and the name of a driver that does not exist, are 400'
        for test in (
            'test_create_update_and_delete_domain_config',
            'test_create_update_and_delete_domain_config_groups_and_opts',
        )
    },
    # Keystone ignores the user in the path of an EC2 credential and uses the owner of the key; in Muster, the key of
    # another user is not found under a path. These tests name another user than the owner.
    **{
        f'{EC2}.{persona}.test_identity_ec2_get_credential': 'the path names another user than the owner of the key'
        for persona in ('DomainAdminTests', 'DomainManagerTests', 'DomainMemberTests', 'DomainReaderTests')
    },
    **{
        f'{EC2}.{persona}.test_identity_ec2_create_credential': 'the clean-up names another user than the owner'
        for persona in ('ProjectAdminTests', 'SystemAdminTests')
    },
    **{
        f'{PLUGIN}.scenario.test_federated_authentication.TestK2KFederatedAuthentication.{test}':
            'the assertion is for a service provider behind Apache with mod_shib, which this run does not start'
        for test in ('test_request_scoped_token', 'test_request_unscoped_token')
    },
    f'{PLUGIN}.rbac.v3.test_user.DomainManagerTests.test_identity_create_user':
        'a domain manager who names no domain creates the user in the domain of the token',
}
