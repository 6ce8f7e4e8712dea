// #region clouds-yaml
import { connect } from '@muster/sdk/openstack/node'

export const currentProject = async () => {
  // OS_CLOUD and clouds.yaml, or the OS_* variables.
  const connection = await connect()
  const { project } = await connection.tokenDetails()
  return project?.name
}
// #endregion
