import { Evidence } from '@readiness/plugin-readiness-common';
import { TerraformBlock } from '../../../facts/terraform/readTerraform';
import { TerraformResource } from '../../../facts/terraform/extract';

const ANYBODY = /"(?:0\.0\.0\.0\/0|::\/0)"|"\*"|"Internet"/;
/** Ports that are meant for everybody. */
const WEB_PORTS = new Set(['80', '443', '8080', '8443']);
const RULES = new Set([
  'aws_security_group',
  'aws_default_security_group',
  'aws_security_group_rule',
  'aws_vpc_security_group_ingress_rule',
  'google_compute_firewall',
]);
const ADDRESSES = [
  'cidr_blocks',
  'ipv6_cidr_blocks',
  'cidr_ipv4',
  'cidr_ipv6',
  'source_ranges',
];

/** Kind (d): what cloud resources open to everybody. */
export function openInCloud(
  resources: readonly TerraformResource[],
): Evidence[] {
  return resources.flatMap((resource): Evidence[] => {
    const [type, name] = resource.labels;
    const at = (line: number, note: string): Evidence => ({
      path: resource.path,
      line,
      subject: `${type}.${name}`,
      note,
      ...(resource.role === 'production' ? {} : { severity: 'low' as const }),
    });
    const setting = (key: string) => resource.settings.get(key);
    if (RULES.has(type)) {
      return rulesOf(resource)
        .filter(opens)
        .map(({ block, line }) =>
          at(line, `${portsOf(block)} open to everybody`),
        );
    }
    const open = setting('publicly_accessible');
    if (open?.text === 'true') {
      return [at(open.line, 'the database has a public address')];
    }
    const acl = setting('acl');
    if (/^"public-read/.test(acl?.text ?? '')) {
      return [at(acl!.line, 'everybody may read the bucket')];
    }
    const member = setting('member') ?? setting('members');
    if (
      /^google_storage_bucket_(?:iam|access)/.test(type) &&
      /allUsers|allAuthenticatedUsers/.test(member?.text ?? '')
    ) {
      return [at(member!.line, 'everybody may read the bucket')];
    }
    const network = setting('public_network_access_enabled');
    return /^azurerm_.*(?:sql|postgresql|mysql|redis|cosmos)/.test(type) &&
      network?.text === 'true'
      ? [at(network.line, 'the database answers the public network')]
      : [];
  });
}

interface Rule {
  block: TerraformBlock;
  line: number;
}

function rulesOf(resource: TerraformResource): Rule[] {
  const [type] = resource.labels;
  const nested = resource.blocks.filter(
    block =>
      block.type === 'ingress' ||
      (block.type === 'allow' && type === 'google_compute_firewall'),
  );
  if (type === 'google_compute_firewall') {
    return nested.map(block => ({
      block: {
        ...block,
        settings: new Map([...resource.settings, ...block.settings]),
      },
      line: block.line,
    }));
  }
  if (type === 'aws_security_group_rule') {
    return resource.settings.get('type')?.text === '"ingress"'
      ? [{ block: resource, line: resource.line }]
      : [];
  }
  return type === 'aws_vpc_security_group_ingress_rule'
    ? [{ block: resource, line: resource.line }]
    : nested.map(block => ({ block, line: block.line }));
}

function opens({ block }: Rule): boolean {
  const everybody = ADDRESSES.some(key =>
    ANYBODY.test(block.settings.get(key)?.text ?? ''),
  );
  const from = block.settings.get('from_port')?.text;
  const to = block.settings.get('to_port')?.text ?? from;
  const listed = [
    ...(block.settings.get('ports')?.text.matchAll(/"([\d-]+)"/g) ?? []),
  ].map(match => match[1]);
  if (!everybody) {
    return false;
  }
  if (listed.length > 0) {
    return listed.some(port => !WEB_PORTS.has(port));
  }
  // A port from a variable says nothing.
  return (
    (from !== undefined &&
      /^-?\d+$/.test(from) &&
      !(WEB_PORTS.has(from) && to === from)) ||
    /^"?(?:-1|all)"?$/.test(block.settings.get('protocol')?.text ?? '') ||
    /^"-1"$/.test(block.settings.get('ip_protocol')?.text ?? '')
  );
}

function portsOf(block: TerraformBlock): string {
  const from = block.settings.get('from_port')?.text;
  const to = block.settings.get('to_port')?.text;
  const listed = block.settings.get('ports')?.text;
  if (listed) {
    return `ports ${listed} are`;
  }
  if (from === undefined || from === '-1') {
    return 'all ports are';
  }
  return from === to || to === undefined
    ? `port ${from} is`
    : `ports ${from} to ${to} are`;
}
