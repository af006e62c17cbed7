import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** The widget's script under its fixed name: one file in no module and without a global name, for any site's page. */
export function widget(): Plugin {
  return {
    name: 'holdfast-widget',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'widget.js', source: await bundled() });
    },
    configureServer(server) {
      server.middlewares.use('/widget.js', (_request, response, next) => {
        bundled().then((code) => response.setHeader('Content-Type', 'text/javascript').end(code), next);
      });
    },
  };
}

async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: fileURLToPath(new URL('main.ts', import.meta.url)), output: { format: 'iife' } },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const found = outputs.flatMap((one) => ('output' in one ? one.output : []));
  const [script, ...more] = found;
  if (script?.type !== 'chunk' || more.length > 0) throw new Error(`the widget is to be one file: ${found.map((one) => one.fileName).join(', ')}`);
  return script.code;
}
