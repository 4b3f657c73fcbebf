import { defineExtractor } from '../../engine/defineExtractor';
import { ExtractContext } from '../../engine/types';
import { ArgumentFact, CallFact } from '../../syntax/schema';
import { applications } from '../applications/extract';
import { ApplicationFact } from '../applications/schema';
import { inventory } from '../inventory/extract';
import { dependsOn, manifests } from '../manifests/extract';
import { DependencyFact, Manifests } from '../manifests/schema';
import { isWithin } from '../manifests/names';
import { processes, reach } from '../processes/extract';
import { javaLogging, springProperties } from './javaConfiguration';
import { nodeLogging } from './nodeLogging';
import { ProcessScope, TelemetryContext } from './ProcessScope';
import {
  AGENTS,
  LANGUAGES,
  LOGGERS,
  OWN_METRICS,
  Product,
  PRODUCTS,
  SAMPLE_ARGUMENTS,
} from './products';
import { pythonLogging } from './pythonLogging';
import { unclearPackages } from './unclear';
import {
  Telemetry,
  TelemetryGap,
  TelemetryKind,
  TelemetrySetup,
} from './schema';

class SetupFinder {
  readonly setups: TelemetrySetup[] = [];
  readonly gaps: TelemetryGap[] = [];
  private calls: CallFact[] = [];
  private readonly context: ExtractContext;

  constructor(
    private readonly shared: TelemetryContext,
    private readonly declared: Manifests,
    private readonly served: readonly ApplicationFact[],
  ) {
    this.context = shared.context;
  }

  async run() {
    const products = [...PRODUCTS, ...LOGGERS];
    this.calls = await this.context.syntax.calls({
      classes: ['source', 'config'],
      names: [
        ...new Set([
          ...products.flatMap(({ calls = [] }) => calls),
          ...products.flatMap(({ requires = [] }) => requires),
          ...OWN_METRICS,
        ]),
      ],
    });
    for (const product of products) {
      await this.byCalls(product);
      await this.byImports(product);
      this.byMiddleware(product);
      this.automatic(product);
    }
    this.byAgents();
    this.micrometer();
  }

  private async byCalls(product: Product) {
    for (const call of this.calls.filter(item =>
      isOneOf(item, product.calls ?? []),
    )) {
      if (!LANGUAGES[product.ecosystem].includes(call.language)) {
        continue;
      }
      const users = await this.usersOf(call.path, call.enclosing);
      const gap = (reason: TelemetryGap['reason']) =>
        this.addGaps(product, call, reason);
      if (product.sampled && !isSampled(call)) {
        // Without any rate nobody meant to measure; then it is no gap either.
        if (sampleArgument(call)) {
          gap('sample rate is 0');
        }
        continue;
      }
      if (isPrettyOnly(call)) {
        continue;
      }
      if (users.length === 0) {
        gap('not reached');
        continue;
      }
      const direct = users.filter(scope => this.mayUse(product, scope));
      if (direct.length === 0) {
        gap('no direct dependency');
        continue;
      }
      const complete: ProcessScope[] = [];
      for (const scope of direct) {
        if (await this.hasRequired(product, scope)) {
          complete.push(scope);
        }
      }
      if (complete.length === 0) {
        gap('no exporter');
        continue;
      }
      for (const kind of product.kinds) {
        const detailed: ProcessScope[] = [];
        for (const scope of complete) {
          if (
            kind !== 'metrics' ||
            product.requestLevel ||
            (await this.hasOwnMetrics(scope))
          ) {
            detailed.push(scope);
          }
        }
        for (const [scopes, requestLevel] of [
          [detailed, true],
          [complete.filter(scope => !detailed.includes(scope)), false],
        ] as const) {
          if (scopes.length > 0) {
            this.add(
              product,
              kind,
              call.path,
              call.line,
              call.callee,
              scopes,
              requestLevel,
            );
          }
        }
      }
    }
  }

  private async byImports(product: Product) {
    if (!product.imports?.length) {
      return;
    }
    const files = await this.context.syntax.files({
      languages: LANGUAGES[product.ecosystem],
      containing: product.imports,
    });
    for (const file of files) {
      const found = file.imports.find(
        ({ module, typeOnly }) =>
          !typeOnly && product.imports?.includes(module),
      );
      const required = file.calls.find(
        ({ callee, args }) =>
          callee === 'require' &&
          typeof args[0]?.value === 'string' &&
          product.imports?.includes(args[0].value),
      );
      const line = found?.line ?? required?.line;
      const users = this.shared.scopes.filter(
        scope => scope.has(file.path) && this.mayUse(product, scope),
      );
      if (line !== undefined && users.length > 0) {
        for (const kind of product.kinds) {
          this.add(product, kind, file.path, line, 'import', users, true);
        }
      }
    }
  }

  private byMiddleware(product: Product) {
    if (!product.middleware?.length) {
      return;
    }
    for (const application of this.served) {
      const found = application.middleware.find(({ name }) =>
        product.middleware?.some(start => name.startsWith(start)),
      );
      const users = this.shared.scopes.filter(
        scope =>
          scope.process.applications.includes(application.id) &&
          this.mayUse(product, scope),
      );
      if (found && users.length > 0) {
        for (const kind of product.kinds) {
          this.add(
            product,
            kind,
            found.path,
            found.line,
            found.name,
            users,
            true,
          );
        }
      }
    }
  }

  /** Frameworks that wire what lies on the class path. */
  private automatic(product: Product) {
    if (!product.automatic) {
      return;
    }
    for (const scope of this.shared.scopes) {
      const [dependency] =
        scope.process.language === 'java'
          ? this.dependenciesOf(product, scope)
          : [];
      if (dependency) {
        for (const kind of product.kinds) {
          this.add(
            product,
            kind,
            dependency.path,
            dependency.line,
            dependency.name,
            [scope],
            true,
          );
        }
      }
    }
  }

  private byAgents() {
    for (const scope of this.shared.scopes) {
      const { process } = scope;
      const [place] = process.places;
      for (const agent of process.agents) {
        const known = AGENTS.find(({ part }) => agent.includes(part));
        if (known && place) {
          for (const kind of known.kinds) {
            this.setups.push({
              kind,
              product: known.name,
              path: place.path,
              line: place.line,
              note: `started with ${agent}`,
              related: [],
              processes: [process.id],
              requestLevel: true,
              confidence: 'likely',
            });
          }
        }
      }
    }
  }

  /** Spring Boot measures by itself; a registry has to take the figures out. */
  private micrometer() {
    for (const { process } of this.shared.scopes) {
      if (process.language !== 'java') {
        continue;
      }
      const options = { root: process.root, scope: 'production' as const };
      const [actuator] = dependsOn(
        this.declared,
        'maven',
        ['org.springframework.boot:spring-boot-starter-actuator'],
        options,
      );
      const [registry] = dependsOn(
        this.declared,
        'maven',
        ['io.micrometer:micrometer-registry-*'],
        options,
      );
      if (!actuator || !registry) {
        continue;
      }
      const exposure = springProperties(
        this.context,
        this.shared.inventory,
        process.root,
      ).find(({ key }) => key === 'management.endpoints.web.exposure.include');
      const scraped = registry.name.includes('prometheus');
      const exposed =
        !scraped ||
        exposure?.value
          .split(',')
          .some(item => ['prometheus', '*'].includes(item.trim()));
      if (!exposed) {
        this.gaps.push({
          kind: 'metrics',
          product: 'Micrometer',
          path: exposure?.path ?? registry.path,
          line: exposure?.line ?? registry.line,
          reason: 'not exposed',
        });
        continue;
      }
      this.setups.push({
        kind: 'metrics',
        product: 'Micrometer',
        path: exposure?.path ?? registry.path,
        line: exposure?.line ?? registry.line,
        note: scraped
          ? 'Prometheus endpoint of the actuator exposed'
          : registry.name,
        related: [
          {
            path: registry.path,
            line: registry.line,
            note: 'direct dependency',
          },
        ],
        processes: [process.id],
        requestLevel: true,
        confidence: 'certain',
      });
    }
  }

  private add(
    product: Product,
    kind: TelemetryKind,
    path: string,
    line: number,
    note: string,
    users: readonly ProcessScope[],
    requestLevel: boolean,
  ) {
    const [dependency] = users.flatMap(scope =>
      this.dependenciesOf(product, scope),
    );
    this.setups.push({
      kind,
      product: product.name,
      path,
      line,
      note: `${product.name}: ${note}`,
      related:
        dependency && dependency.path !== path
          ? [
              {
                path: dependency.path,
                line: dependency.line,
                note: 'direct dependency',
              },
            ]
          : [],
      processes: users.map(({ process }) => process.id).sort(),
      requestLevel,
      confidence: 'certain',
    });
  }

  private addGaps(
    product: Product,
    call: CallFact,
    reason: TelemetryGap['reason'],
  ) {
    for (const kind of product.kinds) {
      this.gaps.push({
        kind,
        product: product.name,
        path: call.path,
        line: call.line,
        reason,
      });
    }
  }

  private async usersOf(
    path: string,
    enclosing: readonly string[],
  ): Promise<ProcessScope[]> {
    const result: ProcessScope[] = [];
    for (const scope of this.shared.scopes) {
      if (await scope.runs(path, enclosing)) {
        result.push(scope);
      }
    }
    return result;
  }

  private dependenciesOf(
    product: Product,
    scope: ProcessScope,
  ): DependencyFact[] {
    return dependsOn(this.declared, product.ecosystem, product.packages, {
      root: scope.process.root,
      scope: ['production', 'optional'],
    });
  }

  /** A direct dependency, or no manifest at all that could name one. */
  private mayUse(product: Product, scope: ProcessScope): boolean {
    return (
      product.packages.length === 0 ||
      this.dependenciesOf(product, scope).length > 0 ||
      !this.declared.manifests.some(
        ({ ecosystem, root, dependencies }) =>
          ecosystem === product.ecosystem &&
          dependencies.length > 0 &&
          isWithin(scope.process.root, root),
      )
    );
  }

  private async hasRequired(
    product: Product,
    scope: ProcessScope,
  ): Promise<boolean> {
    if (!product.requires) {
      return true;
    }
    for (const call of this.calls.filter(item =>
      isOneOf(item, product.requires ?? []),
    )) {
      if (await scope.runs(call.path, call.enclosing)) {
        return true;
      }
    }
    return false;
  }

  private async hasOwnMetrics(scope: ProcessScope): Promise<boolean> {
    return this.calls.some(
      call => isOneOf(call, OWN_METRICS) && scope.has(call.path),
    );
  }
}

function isOneOf(call: CallFact, names: readonly string[]): boolean {
  return names.some(name =>
    name.startsWith('.')
      ? call.name.endsWith(name) || call.name === name.slice(1)
      : call.name === name,
  );
}

function argumentsOf(call: CallFact): ArgumentFact[] {
  return [...call.args, ...call.args.flatMap(({ entries = [] }) => entries)];
}

function sampleArgument(call: CallFact): ArgumentFact | undefined {
  return argumentsOf(call).find(
    ({ name }) => name !== undefined && SAMPLE_ARGUMENTS.includes(name),
  );
}

const SWITCHED_OFF = ['0', '0.0', 'None', 'undefined'];

/** A rate from the settings counts as switched on; a written zero does not, nor one that is there without a setting. */
function isSampled(call: CallFact): boolean {
  const argument = sampleArgument(call);
  return (
    argument !== undefined &&
    argument.value !== 0 &&
    argument.value !== false &&
    argument.value !== null &&
    !SWITCHED_OFF.includes(argument.text) &&
    !SWITCHED_OFF.includes(rateWithoutSetting(argument.text) ?? '')
  );
}

/** `env.float("RATE", default=0.0)`, `float(os.getenv("RATE", "0"))`, `process.env.RATE || 0` */
function rateWithoutSetting(text: string): string | undefined {
  return (/\bdefault\s*=\s*["']?([\d.]+)["']?\s*\)/.exec(text) ??
    /(?:getenv|environ\.get|env\.\w+|env)\(\s*["'][^"']+["']\s*,\s*["']?([\d.]+)["']?\s*\)/.exec(
      text,
    ) ??
    /(?:\|\||\?\?|\bor)\s*["']?([\d.]+)["']?\)*$/.exec(text))?.[1];
}

/** Pino that always writes for people. */
function isPrettyOnly(call: CallFact): boolean {
  const transport = argumentsOf(call).find(({ name }) => name === 'transport');
  return (
    transport !== undefined &&
    transport.text.includes('pino-pretty') &&
    !['?', '&&', '||'].some(sign => transport.text.includes(sign))
  );
}

function byPlace(
  a: { path: string; line: number; kind: string },
  b: { path: string; line: number; kind: string },
): number {
  if (a.path !== b.path) {
    return a.path < b.path ? -1 : 1;
  }
  return a.line - b.line || (a.kind < b.kind ? -1 : Number(a.kind > b.kind));
}

/**
 * What makes the processes observable: metrics, tracing, error trackers and structured logs, each with the processes
 * that run the set-up. A package without a reached call, and a call without a direct dependency, are gaps.
 *
 * @public
 */
export const telemetry = defineExtractor<Telemetry>({
  id: 'telemetry',
  extract: async context => {
    const files = await context.facts(inventory);
    const { processes: found } = await context.facts(processes);
    const { applications: served } = await context.facts(applications);
    const follow = await context.facts(reach);
    const scopes: ProcessScope[] = [];
    for (const process of found) {
      scopes.push(await ProcessScope.of(process, served, files, follow));
    }
    const shared: TelemetryContext = { context, inventory: files, scopes };
    const finder = new SetupFinder(
      shared,
      await context.facts(manifests),
      served,
    );
    await finder.run();
    const parts = [
      finder,
      await pythonLogging(shared),
      await nodeLogging(shared),
      javaLogging(shared),
    ];
    return {
      setups: parts.flatMap(({ setups }) => setups).sort(byPlace),
      gaps: parts.flatMap(({ gaps }) => gaps).sort(byPlace),
      unclear: await unclearPackages(shared),
    };
  },
});
