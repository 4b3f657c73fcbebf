import { Evidence } from '@readiness/plugin-readiness-common';
import { CheckContext } from '../../../engine/types';
import { applications } from '../../../facts/applications/extract';
import { deployables } from '../../../facts/deployables/extract';
import { StartFact } from '../../../facts/deployables/schema';
import { dirname } from 'path/posix';
import { joinPath } from '../../../facts/compose/readService';
import { ComposeService } from '../../../facts/compose/schema';
import { inventory } from '../../../facts/inventory/extract';
import { settings } from '../../../facts/settings/extract';
import { commandName } from '../../../facts/workflows/tools';
import {
  DeployedEnvironment,
  DeployedVariable,
  ENVIRONMENT_VARIABLE,
  isOn,
  namesDevelopment,
} from '../../../judging/deployedEnvironment';

const DEBUG_VARIABLE =
  /^(?:(?:FLASK|DJANGO|APP|FASTAPI|API|SERVER|WEB|SERVICE|BACKEND|RAILS|LARAVEL|QUART)_)?DEBUG(?:_MODE)?$/;
const LEVEL_VARIABLE =
  /^(?:[A-Z]+_)*(?:LOG_?LEVEL|LOGGING_LEVEL|LOGLEVEL|LOG_VERBOSITY)(?:_ROOT)?$/;
const VERBOSE = /^(?:debug|trace|silly|all|notset)$/i;
/** Options with which servers for production watch the sources. */
const WATCHING: Readonly<Record<string, readonly string[]>> = {
  gunicorn: ['--reload'],
  granian: ['--reload'],
  uwsgi: ['--py-autoreload', '--py-auto-reload', '--touch-reload'],
  'pm2-runtime': ['--watch'],
  pm2: ['--watch'],
  celery: ['--autoreload'],
};
/** Helpers of developers that catch mail, tunnel or imitate a cloud. */
const DEVELOPMENT_HELPERS =
  /(?:^|\/)(?:mailhog|mailpit|maildev|mailcatcher|smtp4dev|fake-smtp[\w-]*|greenmail|localstack|ngrok|livereload|browser-sync|wiremock|mock-server|mockserver|stripe-mock|fake-gcs-server)$/;

/** Development settings of what production configuration starts. */
export async function judgeDeployment(
  context: CheckContext,
  environments: readonly DeployedEnvironment[],
): Promise<{ failing: Evidence[]; good: Evidence[] }> {
  const facts = await context.facts(deployables);
  const failing: Evidence[] = [];
  const good: Evidence[] = [];
  for (const { variables } of environments) {
    for (const variable of variables) {
      ofVariable(variable, failing, good);
    }
  }
  const services = new Map(
    facts.services.map(({ service }) => [service.name, service]),
  );
  for (const start of facts.starts) {
    failing.push(...ofCommands(start, services.get(start.subject)));
  }
  const { files } = await context.facts(inventory);
  const sources = files.filter(
    item => item.class === 'source' && item.language,
  );
  for (const { service } of facts.services) {
    failing.push(
      ...ofMounts(service, path =>
        sources.some(file => path === '' || file.path.startsWith(`${path}/`)),
      ),
    );
    if (service.image && DEVELOPMENT_HELPERS.test(service.image.repository)) {
      failing.push({
        path: service.path,
        line: service.line,
        severity: 'low',
        subject: `${service.name}: helper`,
        note: `${service.image.repository} is a tool of developers; nothing marks the file or the service as such`,
      });
    }
  }
  failing.push(...(await ofExpress(context, environments)));
  failing.push(...(await ofSpring(context)));
  return { failing, good };
}

function ofVariable(
  variable: DeployedVariable,
  failing: Evidence[],
  good: Evidence[],
): void {
  const { name, value, path, line, subject } = variable;
  const at = { path, line, subject: `${subject}: ${name}` };
  if (variable.unresolved) {
    return;
  }
  if (DEBUG_VARIABLE.test(name)) {
    if (isOn(value)) {
      failing.push({ ...at, note: `${name} is on for ${subject}` });
    } else if (/^(?:false|0|no|off)$/i.test(value)) {
      good.push({ path, line, note: `${name} is off` });
    }
  } else if (ENVIRONMENT_VARIABLE.test(name)) {
    if (namesDevelopment(value)) {
      failing.push({
        ...at,
        note: `${subject} runs with ${name}=${value.trim()}`,
      });
    } else if (/^(?:prod|production|live)$/i.test(value)) {
      good.push({ path, line, note: `${name}=${value}` });
    }
  } else if (LEVEL_VARIABLE.test(name) && VERBOSE.test(value.trim())) {
    failing.push({
      ...at,
      severity: 'low',
      note: `${subject} logs at level ${value.trim()}`,
    });
  }
}

function ofCommands(
  start: StartFact,
  service: ComposeService | undefined,
): Evidence[] {
  return start.commands.flatMap((command): Evidence[] => {
    const name = commandName(command.words[0]);
    const flag = Object.hasOwn(WATCHING, name)
      ? command.words.find(word =>
          WATCHING[name].some(
            option => word === option || word.startsWith(`${option}=`),
          ),
        )
      : undefined;
    const level = levelOf(command.words);
    const verbose = level !== undefined && VERBOSE.test(level);
    if (!flag && !verbose) {
      return [];
    }
    const word = flag ?? level!;
    return [
      {
        ...placeOf(start, word, service),
        severity: flag ? 'medium' : 'low',
        subject: `${start.subject}: ${flag ?? 'log level'}`,
        note: flag
          ? `${name} runs with ${flag}: it watches the files and restarts when one changes`
          : `${name} logs at level ${level}`,
      },
    ];
  });
}

function levelOf(words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === '--log-level' || word === '--loglevel') {
      return words[index + 1];
    }
    const inline = /^--log-?level=(.+)$/.exec(word);
    if (inline) {
      return inline[1];
    }
  }
  return undefined;
}

/** The line of a word, where the words of a command stand on lines of their own. */
function placeOf(
  start: StartFact,
  word: string,
  service: ComposeService | undefined,
): { path: string; line: number; endLine?: number } {
  const command = service?.command ?? service?.entrypoint;
  const at = command?.words.findIndex(
    item => item === word || item.endsWith(`=${word}`),
  );
  const line =
    at === undefined || at < 0 ? undefined : command?.wordLines?.[at];
  return command && line !== undefined && command.path === start.path
    ? { path: command.path, line }
    : { path: start.path, line: start.line, endLine: start.endLine };
}

/** Sources of this machine over those of the image. */
function ofMounts(
  service: ComposeService,
  holdsSources: (folder: string) => boolean,
): Evidence[] {
  if (!service.build) {
    return [];
  }
  return service.volumes.flatMap((volume): Evidence[] => {
    if (
      volume.type !== 'bind' ||
      !volume.source ||
      !/^\.{0,2}(?:\/|$)/.test(volume.source) ||
      volume.source.startsWith('/')
    ) {
      return [];
    }
    const folder = dirname(volume.path);
    const source = joinPath(folder === '.' ? '' : folder, volume.source);
    return holdsSources(source)
      ? [
          {
            path: volume.path,
            line: volume.line,
            severity: 'medium',
            subject: `${service.name}: ${volume.target}`,
            note: 'the sources of the machine lie over those of the image: what runs is not what was built',
          },
        ]
      : [];
  });
}

/** Express answers errors with stack traces unless `NODE_ENV` says production. */
async function ofExpress(
  context: CheckContext,
  environments: readonly DeployedEnvironment[],
): Promise<Evidence[]> {
  const apps = (await context.facts(applications)).applications.filter(
    ({ framework, mountedIn }) => framework === 'express' && !mountedIn,
  );
  const facts = await context.facts(deployables);
  if (apps.length === 0) {
    return [];
  }
  return facts.starts.flatMap((start): Evidence[] => {
    const node = start.commands.some(({ words }) =>
      ['node', 'tsx', 'ts-node', 'bun', 'pm2-runtime'].includes(
        commandName(words[0]),
      ),
    );
    const environment = environments.find(
      ({ subject }) => subject === start.subject,
    );
    const inCommand = start.commands.some(({ text }) =>
      text.includes('NODE_ENV='),
    );
    if (
      !node ||
      !environment ||
      environment.open ||
      inCommand ||
      environment.variables.some(({ name }) => name === 'NODE_ENV')
    ) {
      return [];
    }
    return [
      {
        path: start.path,
        line: start.line,
        endLine: start.endLine,
        severity: 'medium',
        confidence: 'likely',
        subject: `${start.subject}: NODE_ENV`,
        note: 'nothing sets NODE_ENV, so Express runs in development mode and answers errors with stack traces',
      },
    ];
  });
}

/** Debug switches and levels of Spring's configuration that hold in every profile. */
async function ofSpring(context: CheckContext): Promise<Evidence[]> {
  const facts = await context.facts(settings);
  return facts.settings.flatMap((item): Evidence[] => {
    if (
      item.source !== 'configuration-file' ||
      /-(?:dev|development|local|test)\.\w+$/.test(item.path)
    ) {
      return [];
    }
    const value = item.default?.value;
    const at = { path: item.path, line: item.line, subject: item.name };
    if (['debug', 'trace'].includes(item.name) && isOn(value)) {
      return [{ ...at, note: `${item.name} is on in every profile` }];
    }
    return /^logging\.level\.root$/i.test(item.name) &&
      typeof value === 'string' &&
      VERBOSE.test(value)
      ? [
          {
            ...at,
            severity: 'low',
            note: `everything is logged at level ${value}`,
          },
        ]
      : [];
  });
}
