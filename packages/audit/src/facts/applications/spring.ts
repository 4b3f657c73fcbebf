import { flattenYaml } from '../yaml/flatten';
import { parseYaml } from '../yaml/parseYaml';
import { YamlValue } from '../yaml/schema';
import { ClassFact, FileSyntax } from '../../syntax/schema';
import { joinPaths } from './code';
import { sortRoutes } from './RouteGraph';
import { ApplicationFact, GuardUse, RouteFact } from './schema';
import { readSecurityRules, rulesFor } from './springSecurity';
import { isListType, Workbench } from './Workbench';

const MAPPINGS: Record<string, string> = {
  GetMapping: 'GET',
  PostMapping: 'POST',
  PutMapping: 'PUT',
  PatchMapping: 'PATCH',
  DeleteMapping: 'DELETE',
  RequestMapping: '*',
};
const ACTUATOR = 'spring-boot-starter-actuator';
const SECURITY = 'spring-boot-starter-security';
/** Libraries that serve the OpenAPI document as soon as they are there. */
const DESCRIBERS = [
  'springdoc-openapi',
  'springfox-boot-starter',
  'springfox-swagger2',
];
const GUARDS = [
  'PreAuthorize',
  'Secured',
  'RolesAllowed',
  'PermitAll',
  'DenyAll',
  'PostAuthorize',
];

/** Spring Boot. The annotations of controllers, the starters of the build file and the properties of `main`. */
export async function readSpring(bench: Workbench): Promise<ApplicationFact[]> {
  const { syntax, tree } = bench.context;
  const files = await syntax.files({
    languages: ['java'],
    containing: ['springframework', 'SpringApplication'],
  });
  const starts = files.flatMap(file =>
    file.classes
      .filter(item =>
        item.decorators.some(text => text.startsWith('SpringBootApplication')),
      )
      .map(item => ({ file, item })),
  );
  const result: ApplicationFact[] = [];
  for (const { file, item } of starts) {
    const app = bench.application('spring', 'java', {
      path: file.path,
      line: item.line,
      endLine: item.endLine,
      assignedTo: item.name,
    });
    const root = file.path.includes('src/main/')
      ? file.path.slice(0, file.path.indexOf('src/main/')).replace(/\/$/, '')
      : app.part;
    app.part = root;
    const within = (path: string) => !root || path.startsWith(`${root}/`);
    const build = ['pom.xml', 'build.gradle', 'build.gradle.kts']
      .map(name => (root ? `${root}/${name}` : name))
      .map(path => ({ path, text: tree.read(path) }))
      .find(({ text }) => text !== undefined);
    const dependency = (name: string) => dependencyLine(build?.text, name);
    const properties = readProperties(bench, root);
    const context =
      properties.get('server.servlet.context-path') ??
      properties.get('spring.webflux.base-path');
    for (const [name, property] of properties) {
      app.settings.push({
        name,
        text: property.value,
        value: property.value,
        path: property.path,
        line: property.line,
      });
    }
    for (const controllers of files.filter(candidate =>
      within(candidate.path),
    )) {
      for (const owner of controllers.classes) {
        if (
          owner.decorators.some(text => /^(?:Rest)?Controller\b/.test(text))
        ) {
          if (owner.decorators.some(text => /^Controller\b/.test(text))) {
            app.servesPages = true;
          }
          app.routes.push(
            ...controllerRoutes(controllers, owner, context?.value ?? '', app),
          );
        }
      }
    }
    const actuator = dependency(ACTUATOR);
    if (actuator && build) {
      const base =
        properties.get('management.endpoints.web.base-path')?.value ??
        '/actuator';
      if (
        properties.get('management.endpoint.health.enabled')?.value !== 'false'
      ) {
        app.features.push({
          kind: 'health',
          path: build.path,
          line: actuator,
          note: `Spring Boot Actuator answers ${joinPaths(base, 'health')}`,
        });
      }
    }
    const security = dependency(SECURITY);
    if (security && build) {
      const chain = files.flatMap(candidate =>
        candidate.calls.filter(
          call => within(call.path) && call.callee.endsWith('.headers'),
        ),
      );
      const off = files.some(
        candidate =>
          within(candidate.path) &&
          candidate.calls.some(
            call =>
              call.callee.endsWith('.headers') &&
              /\.disable\(|::disable/.test(call.args[0]?.text ?? ''),
          ),
      );
      if (!off) {
        app.middleware.push({
          name: 'org.springframework.security.headers',
          path: chain[0]?.path ?? build.path,
          line: chain[0]?.line ?? security,
          endLine: chain[0]?.endLine ?? security,
          args: chain[0]?.args ?? [],
        });
      }
    }
    for (const name of DESCRIBERS) {
      const line = dependency(name);
      if (
        line &&
        build &&
        properties.get('springdoc.api-docs.enabled')?.value !== 'false'
      ) {
        app.features.push({
          kind: 'openapi',
          path: build.path,
          line,
          note: `${name} generates the OpenAPI document`,
        });
        break;
      }
    }
    // Own filters that are beans.
    for (const other of files.filter(candidate => within(candidate.path))) {
      for (const owner of other.classes) {
        const isFilter = owner.bases.some(base =>
          /^(?:OncePerRequestFilter|Filter|GenericFilterBean|WebFilter|HandlerInterceptor|ShallowEtagHeaderFilter)$/.test(
            base,
          ),
        );
        const isBean = owner.decorators.some(text =>
          /^(?:Component|Configuration|WebFilter|Order)\b/.test(text),
        );
        if (isFilter && isBean) {
          app.middleware.push({
            name: owner.name,
            path: owner.path,
            line: owner.line,
            endLine: owner.endLine,
            args: [],
            definedAt: [
              { path: owner.path, line: owner.line, endLine: owner.endLine },
            ],
          });
        }
      }
      for (const call of other.calls) {
        if (
          call.callee === 'ShallowEtagHeaderFilter' ||
          call.callee === 'new ShallowEtagHeaderFilter'
        ) {
          app.features.push({
            kind: 'etag',
            path: call.path,
            line: call.line,
            note: 'ShallowEtagHeaderFilter',
          });
        }
      }
    }
    const rules = readSecurityRules(
      bench.context.tree,
      files.filter(candidate => within(candidate.path)),
      security && build ? { path: build.path, line: security } : undefined,
    );
    app.routes = sortRoutes(
      app.routes.map(route => ({
        ...route,
        guardedBy: [
          ...rulesFor(rules, route.method, route.fullPath, context?.value),
          ...route.guardedBy,
        ],
      })),
    );
    if (!build) {
      app.partial.push(`${root || '.'}: no build file was found`);
    }
    if (app.routes.length || app.features.length) {
      result.push(app);
    }
  }
  return result;
}

/** Line of a dependency in a build file; comments are skipped. */
function dependencyLine(
  text: string | undefined,
  name: string,
): number | undefined {
  let comment = false;
  const lines = (text ?? '').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line.includes('<!--') || line.includes('/*')) {
      comment = true;
    }
    const at = line.indexOf(name);
    const slashes = line.indexOf('//');
    if (
      at >= 0 &&
      !comment &&
      !(slashes >= 0 && slashes < at && !line.includes('http'))
    ) {
      return index + 1;
    }
    if (line.includes('-->') || line.includes('*/')) {
      comment = false;
    }
  }
  return undefined;
}

/** Properties of `src/main/resources`, those of production profiles last. */
function readProperties(bench: Workbench, root: string) {
  const result = new Map<
    string,
    { value: string; path: string; line: number }
  >();
  const folder = root ? `${root}/src/main/resources/` : 'src/main/resources/';
  const names = [
    'application.properties',
    'application.yml',
    'application.yaml',
    'application-prod.properties',
    'application-prod.yml',
    'application-production.yml',
    'application-production.properties',
  ];
  for (const name of names) {
    const path = folder + name;
    const text = bench.context.tree.read(path);
    if (text === undefined) {
      continue;
    }
    if (name.endsWith('.properties')) {
      for (const [index, line] of text.split('\n').entries()) {
        const match = /^\s*([\w.[\]-]+)\s*[=:]\s*(.*)$/.exec(line);
        if (match && !/^\s*[#!]/.test(line)) {
          result.set(match[1], {
            value: match[2].trim(),
            path,
            line: index + 1,
          });
        }
      }
      continue;
    }
    const { documents, problem } = parseYaml(text);
    if (problem) {
      bench.context.skip(path, problem);
    }
    for (const document of documents) {
      for (const [key, found] of propertiesOf(document)) {
        result.set(key, { ...found, path });
      }
    }
  }
  return result;
}

/** A list counts as one value, as in a file of properties. */
function propertiesOf(
  document: YamlValue,
): Map<string, { value: string; line: number }> {
  const result = new Map<string, { value: string; line: number }>();
  for (const { key, scalar } of flattenYaml(document)) {
    if (scalar.value !== null) {
      const name = key.replace(/\[\d+\]$/, '');
      const before = name === key ? undefined : result.get(name);
      result.set(name, {
        value: before ? `${before.value},${scalar.text}` : scalar.text,
        line: before?.line ?? scalar.line,
      });
    }
  }
  return result;
}

/** String literals of an annotation that are paths, not media types. */
function annotationPaths(text: string): { paths: string[]; computed: boolean } {
  const cleaned = text
    .replace(
      /\b(?:produces|consumes|headers|params|name)\s*=\s*(?:\{[^{}]*\}|"[^"]*"|[\w.]+)/g,
      '',
    )
    .replace(/\bmethod\s*=\s*(?:\{[^{}]*\}|[\w.]+)/g, '');
  const paths = [...cleaned.matchAll(/"([^"\\]*)"/g)].map(match => match[1]);
  const open = cleaned.indexOf('(');
  const inside =
    open < 0 ? '' : cleaned.slice(open + 1, cleaned.lastIndexOf(')'));
  const computed = !paths.length && /[A-Z_]{3,}|\w\.\w/.test(inside);
  return { paths: paths.length ? paths : [computed ? '{…}' : ''], computed };
}

function mapping(decorators: readonly string[]) {
  for (const text of decorators) {
    const name = /^[A-Za-z]+/.exec(text)?.[0] ?? '';
    if (MAPPINGS[name]) {
      const verbs = [...text.matchAll(/RequestMethod\.([A-Z]+)/g)].map(
        match => match[1],
      );
      return {
        methods: verbs.length ? verbs : [MAPPINGS[name]],
        ...annotationPaths(text),
      };
    }
  }
  return undefined;
}

/** `@PreAuthorize("hasRole('ADMIN')")` and the like: the rule is in the annotation. */
function annotationRules(
  decorators: readonly string[],
  at: { path: string; line: number },
  level: GuardUse['level'],
): GuardUse[] {
  return decorators
    .filter(text => GUARDS.some(name => text.startsWith(name)))
    .map(text => {
      const open = /^PermitAll|permitAll/.test(text);
      const plain = /isAuthenticated\(\)|isFullyAuthenticated\(\)/.test(text);
      const says = plain ? 'required' : 'privilege';
      return {
        text,
        how: 'rule' as const,
        path: at.path,
        line: at.line,
        level,
        says: open ? ('open' as const) : (says as 'required' | 'privilege'),
      };
    });
}

function controllerRoutes(
  file: FileSyntax,
  owner: ClassFact,
  context: string,
  app: ApplicationFact,
): RouteFact[] {
  const base = mapping(owner.decorators);
  const routes: RouteFact[] = [];
  const guardsOf = (decorators: readonly string[]) =>
    decorators.filter(text => GUARDS.some(name => text.startsWith(name)));
  for (const method of file.functions) {
    if (method.enclosing[method.enclosing.length - 1] !== owner.name) {
      continue;
    }
    const own = mapping(method.decorators);
    if (!own) {
      continue;
    }
    if (own.computed || base?.computed) {
      app.partial.push(`${file.path}:${method.line}: the path is computed`);
    }
    for (const prefix of base?.paths ?? ['']) {
      for (const path of own.paths) {
        for (const verb of own.methods) {
          routes.push({
            method: verb,
            fullPath: joinPaths(context, prefix, path),
            path: file.path,
            line: method.line,
            handler: `${owner.name}.${method.name}`,
            body: {
              path: file.path,
              line: method.line,
              endLine: method.endLine,
            },
            parameters: method.parameters.map(item => item.name),
            guards: [
              ...guardsOf(owner.decorators),
              ...guardsOf(method.decorators),
            ],
            guardedBy: [
              ...annotationRules(owner.decorators, owner, 'router'),
              ...annotationRules(method.decorators, method, 'route'),
            ],
            async: /^(?:Mono|Flux|CompletableFuture|DeferredResult)\b/.test(
              method.returns ?? '',
            ),
            list:
              verb === 'GET' &&
              (isListType(method.returns) ||
                /^Flux</.test(method.returns ?? '')),
            ...(prefix
              ? { composedAt: { path: file.path, line: owner.line } }
              : {}),
          });
        }
      }
    }
  }
  return routes;
}
