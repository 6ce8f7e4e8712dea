export const directoryRoutes = [] as const
