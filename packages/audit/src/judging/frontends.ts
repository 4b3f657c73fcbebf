import { CheckContext } from '../engine/types';
import { inventory, partOf } from '../facts/inventory/extract';
import { InventoryFile } from '../facts/inventory/schema';
import { dependsOn, manifests } from '../facts/manifests/extract';

/** Frameworks that draw pages in a browser. */
export type FrontendFramework =
  | 'nextjs'
  | 'remix'
  | 'react'
  | 'nuxt'
  | 'vue'
  | 'sveltekit'
  | 'svelte'
  | 'angular';

/** An application for the browser. */
export interface FrontendApplication {
  framework: FrontendFramework;
  /** Folder of its part. */
  root: string;
  /** Manifest that names the framework. */
  manifest: { path: string; line: number };
  /** Where it starts, or its root layout. */
  entry: { path: string; line: number };
  /** Production code of the part. */
  files: InventoryFile[];
}

/** In order of precedence: a framework built on another one is named by itself. */
const PACKAGES: [FrontendFramework, string[]][] = [
  ['nextjs', ['next']],
  ['remix', ['@remix-run/react', '@react-router/node', '@react-router/serve']],
  ['nuxt', ['nuxt']],
  ['sveltekit', ['@sveltejs/kit']],
  ['angular', ['@angular/core']],
  ['vue', ['vue']],
  ['svelte', ['svelte']],
  ['react', ['react-dom', 'preact']],
];

/** Texts of which one starts an application; libraries of components have none. */
const STARTS: Partial<Record<FrontendFramework, string[]>> = {
  react: ['createRoot(', 'ReactDOM.render(', 'hydrateRoot(', 'render('],
  vue: ['createApp(', 'new Vue('],
  svelte: ['mount(', 'new App('],
  angular: ['bootstrapApplication(', 'bootstrapModule('],
};

/** What such a file imports; other libraries mount and render too. */
const IMPORTED: Partial<Record<FrontendFramework, RegExp>> = {
  react: /["'](?:react-dom|preact)\b/,
  vue: /["']vue\b/,
  svelte: /["']svelte\b|\.svelte["']/,
  angular: /["']@angular\/platform-browser/,
};

/** File names in which frameworks with file conventions begin. */
const CONVENTIONS: Partial<Record<FrontendFramework, string[]>> = {
  nextjs: [
    'app/layout.',
    'src/app/layout.',
    'pages/_app.',
    'src/pages/_app.',
    'pages/index.',
    'src/pages/index.',
    'app/page.',
    'src/app/page.',
  ],
  remix: ['app/root.'],
  nuxt: ['app.vue', 'app/app.vue', 'pages/index.vue', 'nuxt.config.'],
  sveltekit: ['src/routes/+layout.svelte', 'src/routes/+page.svelte'],
};

/** Applications for the browser, one a part. */
export async function frontendApplications(
  context: CheckContext,
): Promise<FrontendApplication[]> {
  const { files, parts } = await context.facts(inventory);
  const declared = await context.facts(manifests);
  const result: FrontendApplication[] = [];
  const byRoot = new Map<string, InventoryFile[]>(
    parts.map(({ root }) => [root, []]),
  );
  for (const file of files.filter(item => item.class === 'source')) {
    byRoot.get(partOf(parts, file.path))?.push(file);
  }
  for (const { root } of parts) {
    const own = byRoot.get(root) ?? [];
    for (const [framework, packages] of PACKAGES) {
      const [dependency] = dependsOn(declared, 'npm', packages, {
        root,
        scope: ['production', 'development'],
      });
      if (!dependency) {
        continue;
      }
      const entry = entryOf(context, framework, root, own);
      if (entry) {
        result.push({
          framework,
          root,
          manifest: { path: dependency.path, line: dependency.line },
          entry,
          files: own,
        });
        break;
      }
    }
  }
  return result;
}

function entryOf(
  context: CheckContext,
  framework: FrontendFramework,
  root: string,
  files: readonly InventoryFile[],
): { path: string; line: number } | undefined {
  const prefix = root ? `${root}/` : '';
  for (const start of CONVENTIONS[framework] ?? []) {
    const found = files.find(({ path }) =>
      path.startsWith(`${prefix}${start}`),
    );
    if (found) {
      return { path: found.path, line: 1 };
    }
  }
  const starts = STARTS[framework];
  for (const { path, language } of starts ? files : []) {
    if (language === null) {
      continue;
    }
    const text = context.read(path) ?? '';
    const word = IMPORTED[framework]?.test(text)
      ? starts?.find(item => text.includes(item))
      : undefined;
    if (word) {
      return {
        path,
        line: text.slice(0, text.indexOf(word)).split('\n').length,
      };
    }
  }
  return undefined;
}
