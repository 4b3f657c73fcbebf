import { extractFacts } from '../../testing/extractFacts';
import { backups } from './extract';

const read = async (files: Record<string, string>) =>
  (await extractFacts(backups, files)).facts.backups.map(
    ({ tool, path, schedule, inCode }) => [tool, path, schedule?.path, inCode],
  );

describe('backups', () => {
  it('finds scripts and what schedules them', async () => {
    expect(
      await read({
        'ops/dump.sh': '#!/bin/sh\npg_dump shop | gzip > /b/shop.gz\n',
        'ops/copy.sh': '#!/bin/sh\nmongodump --out /b\n',
        'ops/say.sh': '#!/bin/sh\necho pg_dump is missing\n',
        'ops/dump.timer': '[Timer]\nOnCalendar=daily\n',
        'ops/dump.service': '[Service]\nExecStart=/opt/ops/dump.sh\n',
        'ops/cron/shop': '15 3 * * * root /opt/ops/copy.sh\n',
      }),
    ).toEqual([
      ['mongodump', 'ops/copy.sh', 'ops/cron/shop', false],
      ['pg_dump', 'ops/dump.sh', 'ops/dump.service', false],
    ]);
  });

  it('reads workflows, services, operators and code', async () => {
    expect(
      await read({
        '.github/workflows/dump.yml':
          'on: { schedule: [{ cron: "0 1 * * *" }] }\njobs:\n  d: { runs-on: x, steps: [{ run: pg_dump shop > d }] }\n',
        'compose.yml':
          'services:\n  loop:\n    image: mysql:9\n    command: sh -c "while true; do mysqldump shop > /b; sleep 86400; done"\n',
        'k8s/b.yaml':
          'apiVersion: postgresql.cnpg.io/v1\nkind: ScheduledBackup\nmetadata: { name: daily }\n',
        'src/backup.py':
          'import subprocess\n\nsubprocess.run(["pg_dump", "shop"])\n',
      }),
    ).toEqual([
      [
        'pg_dump',
        '.github/workflows/dump.yml',
        '.github/workflows/dump.yml',
        false,
      ],
      ['mysqldump', 'compose.yml', 'compose.yml', false],
      ['postgresql.cnpg.io', 'k8s/b.yaml', 'k8s/b.yaml', false],
      ['pg_dump', 'src/backup.py', undefined, true],
    ]);
  });

  it('says how copies leave the machine, and what copies them besides', async () => {
    const { facts } = await extractFacts(backups, {
      'ops/dump.sh':
        '#!/bin/sh\npg_dump shop > /b/shop\nif [ -n "$TARGET" ]; then\n  rsync /b/shop "$TARGET:/shop"\nfi\n',
      'ops/fetch.sh':
        '#!/bin/sh\npg_dump a > b\naws s3 cp s3://bucket/config /etc/config\n',
      'ops/crontab':
        '0 1 * * * /opt/dump.sh\n0 2 * * * rclone sync /b remote:b\n',
      'compose.yml':
        'services:\n  backup:\n    image: offen/docker-volume-backup:v2\n    environment: { AWS_S3_BUCKET_NAME: shop }\n    volumes: [data:/backup/data:ro]\n',
    });
    expect(
      facts.backups.map(({ path, offSite, mounts }) => [
        path,
        offSite?.text,
        offSite?.needs,
        mounts.map(({ source }) => source),
      ]),
    ).toEqual([
      ['compose.yml', 'AWS_S3_BUCKET_NAME', undefined, ['data']],
      ['ops/dump.sh', 'rsync /b/shop', 'TARGET', []],
      ['ops/fetch.sh', undefined, undefined, []],
    ]);
    expect(facts.offSite).toMatchObject([{ path: 'ops/crontab', line: 2 }]);
  });
});
