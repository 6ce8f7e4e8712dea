import type { federatedSignIn as contract } from '@muster/contract/keystone/federated-sign-in.ts'
import { signIn } from '../../core/access/authentication/sign-in.ts'
import { admitFederatedUser } from '../../core/access/federation/sign-in/admit-federated-user.ts'
import type { FederatedSignIn } from '../../core/access/federation/sign-in/federated-proof.ts'
import type { TokenView } from '../../core/access/tokens/token.ts'
import {
  listOwnFederationDomains,
  listOwnFederationProjects,
} from '../../core/directory/assignments/list-accessible-scopes.ts'
import type { ProjectFilterKey } from '../../core/directory/projects/project-store.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { showDomain } from './domains.ts'
import { federatedProofOf, type IsFrontServer } from './federated-proof.ts'
import { collectionOf, readList } from './lists.ts'
import { showProject } from './projects.ts'
import { renderToken } from './show-token.ts'
import { webSso } from './web-sso.ts'

/** An unscoped token for the user of a proof. */
export const signInFederated = async (
  input: FederatedSignIn,
  context: RequestContext,
): Promise<TokenView> => {
  const federated = await context.run(admitFederatedUser, input)
  const { protocolId } = federated
  return context.run(signIn, { methods: [protocolId], federated, scope: { kind: 'unscoped' } })
}

type Params = { readonly idp_id: string; readonly protocol_id: string }

export const federatedSignIn = (isFrontServer: IsFrontServer) => {
  const createToken = async ({ params }: { readonly params: Params }, context: RequestContext) => {
    const view = await signInFederated(
      {
        identityProviderId: params.idp_id,
        protocolId: params.protocol_id,
        proof: federatedProofOf(context, isFrontServer),
      },
      context,
    )
    return {
      status: 201 as const,
      headers: { 'x-subject-token': view.token },
      body: renderToken(view),
    }
  }
  return {
    getFederatedToken: createToken,
    createFederatedToken: createToken,
    ...webSso(isFrontServer, signInFederated),

    async getFederationProjects({ query }, context) {
      const listQuery = readList<ProjectFilterKey>(query, {})
      const found = await context.run(listOwnFederationProjects, listQuery)
      return {
        status: 200,
        body: collectionOf(context, 'projects', found, listQuery.page.limit, (project) =>
          showProject(project, context),
        ),
      }
    },

    async getFederationDomains({ query }, context) {
      const listQuery = readList<ProjectFilterKey>(query, {})
      const found = await context.run(listOwnFederationDomains, listQuery)
      return {
        status: 200,
        body: collectionOf(context, 'domains', found, listQuery.page.limit, (domain) =>
          showDomain(domain, context),
        ),
      }
    },
  } satisfies Handlers<typeof contract>
}
