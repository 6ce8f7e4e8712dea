export const operationsRoutes = [] as const
