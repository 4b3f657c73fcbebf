import { ComposeService } from '../../../facts/compose/schema';
import { resolveVariables } from '../../../facts/deployables/variables';

/** What is known of a console for administrators. */
interface ConsoleRule {
  image: RegExp;
  /** Ports of the console itself, where the image also listens for something else. */
  ports?: readonly string[];
  /** Why anybody gets in, `undefined` when somebody has to sign in. */
  open(service: ComposeService): string | undefined;
}

const valueOf = (service: ComposeService, name: string): string | undefined => {
  const value = service.environment.find(item => item.name === name)?.value;
  return value === undefined ? undefined : resolveVariables(value).text;
};
const isSet = (service: ComposeService, ...names: string[]): boolean =>
  names.some(name => service.environment.some(item => item.name === name));
const words = (service: ComposeService): string =>
  [service.entrypoint, service.command]
    .flatMap(item => item?.words ?? [])
    .concat(service.command?.text ?? '')
    .join(' ');
/** Words that people try first. */
const WEAK =
  /^(?:admin|password|passwd|pass|secret|root|guest|test|changeme|change-me|example|123456?|default|minioadmin|postgres|grafana|pgadmin|flower|user)$/i;
const weak = (service: ComposeService, name: string): boolean => {
  const value = valueOf(service, name);
  return value !== undefined && WEAK.test(value);
};
const NO_SIGN_IN = 'it asks nobody to sign in';
const DEFAULT_PASSWORD = 'it has a default password';
/** Whether a console keeps the password that it comes with, or is given one that everybody tries. */
const passwordOf = (
  service: ComposeService,
  variable: string,
  own: string,
): string | undefined => {
  if (isSet(service, `${variable}_FILE`, `${variable}__FILE`)) {
    return undefined;
  }
  if (!isSet(service, variable)) {
    return service.envFiles.length > 0
      ? undefined
      : `it has the default password (${own})`;
  }
  return weak(service, variable) ? DEFAULT_PASSWORD : undefined;
};

/** Consoles by image. */
const CONSOLES: readonly ConsoleRule[] = [
  {
    image: /(?:^|\/)mongo-express$/,
    open: service => {
      if (valueOf(service, 'ME_CONFIG_BASICAUTH') === 'false') {
        return 'its basic authentication is switched off';
      }
      return !isSet(
        service,
        'ME_CONFIG_BASICAUTH_PASSWORD',
        'ME_CONFIG_BASICAUTH_PASSWORD_FILE',
      ) || weak(service, 'ME_CONFIG_BASICAUTH_PASSWORD')
        ? 'it has the default password'
        : undefined;
    },
  },
  {
    image: /(?:^|\/)redis-commander$/,
    open: service =>
      isSet(service, 'HTTP_PASSWORD', 'HTTP_PASSWORD_HASH')
        ? undefined
        : NO_SIGN_IN,
  },
  {
    image: /(?:^|\/)(?:redisinsight|phpredisadmin|p3x-redis-ui)$/,
    open: () => NO_SIGN_IN,
  },
  {
    image: /(?:^|\/)(?:kafka-ui|kafdrop|akhq|kafka-manager|cmak)$/,
    open: service =>
      isSet(service, 'AUTH_TYPE') || /AUTH/i.test(words(service))
        ? undefined
        : NO_SIGN_IN,
  },
  {
    image: /(?:^|\/)pgadmin4?$/,
    open: service => {
      if (weak(service, 'PGADMIN_DEFAULT_PASSWORD')) {
        return DEFAULT_PASSWORD;
      }
      return valueOf(service, 'PGADMIN_CONFIG_SERVER_MODE')?.toLowerCase() ===
        'false'
        ? NO_SIGN_IN
        : undefined;
    },
  },
  {
    image: /(?:^|\/)phpmyadmin$/,
    open: service =>
      isSet(service, 'PMA_PASSWORD')
        ? 'it signs everybody in with the password of the database'
        : undefined,
  },
  {
    image: /(?:^|\/)flower$/,
    open: service =>
      isSet(service, 'FLOWER_BASIC_AUTH', 'FLOWER_AUTH') ||
      /--(?:basic[-_]auth|auth)\b/.test(words(service))
        ? undefined
        : NO_SIGN_IN,
  },
  {
    image: /(?:^|\/)grafana(?:-oss|-enterprise)?$/,
    open: service => {
      if (valueOf(service, 'GF_AUTH_ANONYMOUS_ENABLED') === 'true') {
        return 'anonymous visitors get in';
      }
      return passwordOf(service, 'GF_SECURITY_ADMIN_PASSWORD', 'admin');
    },
  },
  {
    image:
      /(?:^|\/)(?:prometheus|alertmanager|pushgateway|thanos|victoria-metrics)$/,
    open: service =>
      /--web\.config\.file/.test(words(service)) ? undefined : NO_SIGN_IN,
  },
  {
    image: /(?:^|\/)kibana$/,
    open: () => 'it asks nobody to sign in unless Elasticsearch has security',
  },
  {
    image: /(?:^|\/)(?:dozzle|cadvisor|glances|netdata)$/,
    open: service =>
      isSet(service, 'DOZZLE_AUTH_PROVIDER', 'DOZZLE_USERNAME')
        ? undefined
        : NO_SIGN_IN,
  },
  {
    image: /(?:^|\/)(?:jaeger|all-in-one)$/,
    ports: ['16686'],
    open: () => NO_SIGN_IN,
  },
  {
    image: /(?:^|\/)rabbitmq$/,
    ports: ['15672'],
    open: service => passwordOf(service, 'RABBITMQ_DEFAULT_PASS', 'guest'),
  },
  {
    image: /(?:^|\/)minio$/,
    ports: ['9001', '9090'],
    open: service => passwordOf(service, 'MINIO_ROOT_PASSWORD', 'minioadmin'),
  },
  {
    image: /(?:^|\/)traefik$/,
    ports: ['8080'],
    open: service =>
      /--api\.insecure(?:=true)?(?:\s|$)/.test(words(service))
        ? 'its dashboard is open (--api.insecure)'
        : undefined,
  },
];

/** Why anybody who reaches a published port gets into a console; `undefined` for what is no open console. */
export function openConsole(
  service: ComposeService,
  target: string,
): string | undefined {
  const rule =
    service.image &&
    CONSOLES.find(({ image }) => image.test(service.image!.repository));
  if (rule) {
    return rule.ports && !rule.ports.includes(target)
      ? undefined
      : rule.open(service);
  }
  // Flower of an own image.
  const text = words(service);
  return /\bcelery\b.*\bflower\b/.test(text) &&
    !/--(?:basic[-_]auth|auth)\b/.test(text) &&
    !isSet(service, 'FLOWER_BASIC_AUTH', 'FLOWER_AUTH')
    ? NO_SIGN_IN
    : undefined;
}
