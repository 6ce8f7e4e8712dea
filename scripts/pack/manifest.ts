type Exports = Readonly<Record<string, string>>

type Manifest = {
  readonly name: string
  readonly exports?: Exports
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
} & Readonly<Record<string, unknown>>

/** The compiled file of a source file: `./src/index.ts` is `./dist/index.js`. */
const compiled = (source: string, sources: string): string =>
  source.replace(/^\.\/src\//, `./dist/${sources}`).replace(/\.ts$/, '.js')

/** Every module of a package whose sources are imported by path: `@muster/server/config/load-config.ts`. */
const everyModule = { './*.ts': './dist/src/*.js' }

/**
 * The manifest of a package as it is published: it exports compiled files, and `node` is a dependency of the command, so
 * that it runs on machines with an older Node.js.
 */
export const publishedManifest = (manifest: Manifest, node: string): Manifest => {
  const { exports, dependencies, ...rest } = manifest
  const isSdk = exports !== undefined && !('./*' in exports)
  return {
    ...rest,
    ...(exports === undefined
      ? {}
      : {
          exports: isSdk
            ? Object.fromEntries(
                Object.entries(exports).map(([path, source]) => {
                  const file = compiled(source, '')
                  return [path, { types: file.replace(/\.js$/, '.d.ts'), default: file }]
                }),
              )
            : everyModule,
        }),
    ...(dependencies || rest.bin ? { dependencies: { ...dependencies, ...(rest.bin ? { node } : {}) } } : {}),
    files: ['dist', ...Object.values(rest.bin ?? {})],
  } as Manifest
}
