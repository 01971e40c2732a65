/**
 * Builds the desk: `main` holds an entry per host and one per thread, `preload` the
 * one file a sandboxed window may load (CommonJS), `renderer` the page both hosts serve.
 * Dependencies are bundled: electron-store is ESM only, and one file starts faster than a folder tree.
 */
import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'

/**
 * ssh2 asks for two native parts that nobody needs and falls back when loading them fails. They are built by
 * no one here (no package runs code at install), so loading them fails in the bundle as well.
 */
const withoutNativeParts = {
  name: 'without-native-parts',
  enforce: 'pre' as const,
  resolveId: (id: string) => (/^cpu-features$|sshcrypto\.node$/.test(id) ? `\0absent:${id}` : null),
  load: (id: string) =>
    id.startsWith('\0absent:') ? 'module.exports = (() => { throw new Error("absent") })()' : null,
}

/**
 * Imported as a module, node:http hands over every one of its exports, and looking at one of them loads a second HTTP
 * client (undici), which no start needs. As an object it is asked only for what is used.
 */
const plainHttp = {
  name: 'plain-http',
  renderChunk: (code: string) =>
    code.replace(
      /^import \{([^}]*)\} from "node:http";$/gm,
      (_, names: string) => `const {${names.replaceAll(' as ', ': ')}} = process.getBuiltinModule("node:http");`,
    ),
}

export default defineConfig({
  main: {
    plugins: [withoutNativeParts, plainHttp],
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        // One native package per system, which npm installs and the packaged app brings along.
        external: ['@ngrok/ngrok'],
        input: {
          electron: 'src-main/hosts/electron/main.ts',
          headless: 'src-main/hosts/headless/main.ts',
          practice: 'src-main/practice/thread.ts',
          writer: 'src-main/core/store/writer-thread.ts',
          search: 'src-main/core/events/search-thread.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: 'src-main/hosts/electron/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    plugins: [vue({ features: { optionsAPI: false } }), tailwindcss()],
    // Parts of the libraries that nothing here uses; without these they are all bundled.
    define: {
      __VUE_I18N_FULL_INSTALL__: 'false',
      __VUE_I18N_LEGACY_API__: 'false',
      __INTLIFY_PROD_DEVTOOLS__: 'false',
    },
    build: {
      minify: true,
      rolldownOptions: { input: fileURLToPath(new URL('src-renderer/index.html', import.meta.url)) },
    },
  },
})
