import type { Given } from './given.ts'

export const listBulkJobs = async ({ muster }: Given) => {
  // #region listBulkJobs
  const jobs = await muster.bulkJobs.list().toArray({ limit: 50 })
  // #endregion
  return jobs
}

export const createBulkJob = async ({ muster }: Given) => {
  // #region createBulkJob
  const job = await muster.bulkJobs.create({
    action: 'disable',
    users: { filter: "email LIKE '%@old.example'" },
  })
  // #endregion
  return job
}

export const getBulkJob = async ({ muster, bulkJobId }: Given) => {
  // #region getBulkJob
  const { state, changed, failed } = await muster.bulkJobs.get(bulkJobId)
  // #endregion
  return { state, changed, failed }
}

export const deleteBulkJob = async ({ muster, bulkJobId }: Given) => {
  // #region deleteBulkJob
  await muster.bulkJobs.delete(bulkJobId)
  // #endregion
}

export const runBulkJob = async ({ muster, bulkJobId }: Given) => {
  // #region runBulkJob
  for await (const line of muster.bulkJobs.run(bulkJobId, { max_users: 1000 })) {
    if (line.kind === 'stopped') throw new Error(line.message)
  }
  // #endregion
}

export const listBulkJobErrors = async ({ muster, bulkJobId }: Given) => {
  // #region listBulkJobErrors
  const errors = await muster.bulkJobs.errors(bulkJobId).toArray({ limit: 50 })
  // #endregion
  return errors
}
