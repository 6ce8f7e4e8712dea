import { defineConfig } from 'vite'
import { compressFiles } from './build/compress-files.ts'

/** The server serves what is built from `packages/server/console`; its package contains the same folder. */
// biome-ignore lint/style/noDefaultExport: Vite reads the default export
export default defineConfig({
  // Files are found relative to the page, whose <base> has the path of the public URL.
  base: './',
  build: {
    outDir: '../server/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // `npm run sizes` tells the languages apart.
      output: {
        chunkFileNames: ({ facadeModuleId }) => {
          const language = /messages\/src\/(\w\w)\/messages\.ts$/.exec(facadeModuleId ?? '')?.[1]
          return `assets/${language ? `messages-${language}` : '[name]'}-[hash].js`
        },
      },
      // `use client` has no meaning here.
      onLog: (level, log, show) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && show(level, log),
    },
  },
  plugins: [compressFiles()],
})
