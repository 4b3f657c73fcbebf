/**
 * When versions stopped, or will stop, to be maintained by those who make them: the end of the free support that covers
 * everybody. Put together on this day from the policies named beside each product; Node.js, Alpine, Ubuntu, MongoDB,
 * MariaDB, Django, Spring Boot and Temurin were compared with the tables of endoflife.date. Ends in the future are as
 * announced. A release of Go ends with the second one after it, which come every February and August. A version that is
 * newer than the calendar is not judged; one that is older than all of it ended before the oldest.
 */
export const CALENDAR_DATE = '2026-11-22';

/** A product with the ends of its versions. */
export interface Product {
  title: string;
  source: string;
  /** Segments of a version that make a release: `3.12` is two, `22` one. */
  segments: 1 | 2;
  /** Last day with support, by release. */
  ends: Readonly<Record<string, string>>;
}

export const PRODUCTS = {
  python: {
    title: 'Python',
    source: 'https://devguide.python.org/versions/',
    segments: 2,
    ends: {
      '2.7': '2020-01-01',
      '3.4': '2019-03-18',
      '3.5': '2020-09-30',
      '3.6': '2021-12-23',
      '3.7': '2023-06-27',
      '3.8': '2024-10-07',
      '3.9': '2025-10-31',
      '3.10': '2026-10-31',
      '3.11': '2027-10-31',
      '3.12': '2028-10-31',
      '3.13': '2029-10-31',
      '3.14': '2030-10-31',
    },
  },
  node: {
    title: 'Node.js',
    source: 'https://github.com/nodejs/release#release-schedule',
    segments: 1,
    ends: {
      '8': '2019-12-31',
      '10': '2021-04-30',
      '11': '2019-06-01',
      '12': '2022-04-30',
      '13': '2020-06-01',
      '14': '2023-04-30',
      '15': '2021-06-01',
      '16': '2023-09-11',
      '17': '2022-06-01',
      '18': '2025-04-30',
      '19': '2023-06-01',
      '20': '2026-04-30',
      '21': '2024-06-01',
      '22': '2027-04-30',
      '23': '2025-06-01',
      '24': '2028-04-30',
      '25': '2026-06-01',
      '26': '2029-04-30',
    },
  },
  go: {
    title: 'Go',
    source: 'https://go.dev/doc/devel/release',
    segments: 2,
    ends: {
      '1.17': '2022-08-02',
      '1.18': '2023-02-01',
      '1.19': '2023-08-08',
      '1.20': '2024-02-06',
      '1.21': '2024-08-13',
      '1.22': '2025-02-11',
      '1.23': '2025-08-12',
      '1.24': '2026-02-28',
      '1.25': '2026-08-31',
      '1.26': '2027-02-28',
      '1.27': '2027-08-31',
    },
  },
  java: {
    title: 'Java',
    source: 'https://adoptium.net/support/',
    segments: 1,
    ends: {
      // "At least" 2026 for one maker, longer for others.
      '8': '2030-12-31',
      '9': '2018-03-31',
      '10': '2018-09-30',
      '11': '2027-10-31',
      '12': '2019-09-30',
      '13': '2020-03-31',
      '14': '2020-09-30',
      '15': '2021-03-31',
      '16': '2021-09-30',
      '17': '2027-10-31',
      '18': '2022-09-30',
      '19': '2023-03-31',
      '20': '2023-09-30',
      '21': '2029-12-31',
      '22': '2024-09-30',
      '23': '2025-03-31',
      '24': '2025-09-30',
      '25': '2031-09-30',
    },
  },
  ruby: {
    title: 'Ruby',
    source: 'https://www.ruby-lang.org/en/downloads/branches/',
    segments: 2,
    ends: {
      '2.5': '2021-04-05',
      '2.6': '2022-04-12',
      '2.7': '2023-03-31',
      '3.0': '2024-04-23',
      '3.1': '2025-03-26',
      '3.2': '2026-03-31',
      '3.3': '2027-03-31',
      '3.4': '2028-03-31',
    },
  },
  php: {
    title: 'PHP',
    source: 'https://www.php.net/supported-versions.php',
    segments: 2,
    ends: {
      '7.0': '2019-01-10',
      '7.1': '2019-12-01',
      '7.2': '2020-11-30',
      '7.3': '2021-12-06',
      '7.4': '2022-11-28',
      '8.0': '2023-11-26',
      '8.1': '2025-12-31',
      '8.2': '2026-12-31',
      '8.3': '2027-12-31',
      '8.4': '2028-12-31',
    },
  },
  debian: {
    title: 'Debian',
    source: 'https://www.debian.org/releases/',
    segments: 1,
    ends: {
      '8': '2020-06-30',
      '9': '2022-06-30',
      '10': '2024-06-30',
      '11': '2026-08-31',
      '12': '2028-06-30',
      '13': '2030-06-30',
    },
  },
  ubuntu: {
    title: 'Ubuntu',
    source: 'https://ubuntu.com/about/release-cycle',
    segments: 2,
    ends: {
      '16.04': '2021-04-02',
      '18.04': '2023-05-31',
      '20.04': '2025-05-31',
      '21.04': '2022-01-20',
      '21.10': '2022-07-14',
      '22.04': '2027-04-01',
      '22.10': '2023-07-20',
      '23.04': '2024-01-20',
      '23.10': '2024-07-12',
      '24.04': '2029-05-31',
      '24.10': '2025-07-10',
      '25.04': '2026-01-17',
      '25.10': '2026-07-01',
      '26.04': '2031-04-30',
    },
  },
  alpine: {
    title: 'Alpine Linux',
    source: 'https://alpinelinux.org/releases/',
    segments: 2,
    ends: {
      '3.9': '2020-11-01',
      '3.10': '2021-05-01',
      '3.11': '2021-11-01',
      '3.12': '2022-05-01',
      '3.13': '2022-11-01',
      '3.14': '2023-05-01',
      '3.15': '2023-11-01',
      '3.16': '2024-05-23',
      '3.17': '2024-11-22',
      '3.18': '2025-05-09',
      '3.19': '2025-11-01',
      '3.20': '2026-04-01',
      '3.21': '2026-11-01',
      '3.22': '2027-05-01',
      '3.23': '2027-11-01',
    },
  },
  postgresql: {
    title: 'PostgreSQL',
    source: 'https://www.postgresql.org/support/versioning/',
    segments: 1,
    ends: {
      '9': '2021-11-11',
      '10': '2022-11-10',
      '11': '2023-11-09',
      '12': '2024-11-21',
      '13': '2025-11-13',
      '14': '2026-11-12',
      '15': '2027-11-11',
      '16': '2028-11-09',
      '17': '2029-11-08',
      '18': '2030-11-14',
    },
  },
  mysql: {
    title: 'MySQL',
    source:
      'https://www.oracle.com/us/support/library/lifetime-support-technology-069183.pdf',
    segments: 2,
    ends: {
      '5.5': '2018-12-31',
      '5.6': '2021-02-28',
      '5.7': '2023-10-31',
      '8.0': '2026-04-30',
      '8.4': '2032-04-30',
    },
  },
  mariadb: {
    title: 'MariaDB',
    source: 'https://mariadb.org/about/#maintenance-policy',
    segments: 2,
    ends: {
      '10.2': '2022-05-23',
      '10.3': '2023-05-25',
      '10.4': '2024-06-18',
      '10.5': '2025-06-24',
      '10.6': '2026-07-06',
      '10.11': '2028-02-16',
      '11.4': '2029-05-29',
      '11.8': '2030-06-04',
    },
  },
  mongodb: {
    title: 'MongoDB',
    source: 'https://www.mongodb.com/legal/support-policy/lifecycles',
    segments: 2,
    ends: {
      '3.6': '2021-04-30',
      '4.0': '2022-04-30',
      '4.2': '2023-04-30',
      '4.4': '2024-02-29',
      '5.0': '2024-10-31',
      '6.0': '2025-07-31',
      '7.0': '2027-08-31',
      '8.0': '2029-10-31',
      '8.2': '2026-07-31',
    },
  },
  elasticsearch: {
    title: 'Elasticsearch',
    source: 'https://www.elastic.co/support/eol',
    segments: 1,
    ends: {
      '5': '2019-03-11',
      '6': '2022-02-10',
      '7': '2026-01-15',
    },
  },
  django: {
    title: 'Django',
    source: 'https://www.djangoproject.com/download/#supported-versions',
    segments: 2,
    ends: {
      '1.11': '2020-04-01',
      '2.0': '2019-04-01',
      '2.1': '2019-12-02',
      '2.2': '2022-04-11',
      '3.0': '2021-04-06',
      '3.1': '2021-12-07',
      '3.2': '2024-04-01',
      '4.0': '2023-04-01',
      '4.1': '2023-12-01',
      '4.2': '2026-04-30',
      '5.0': '2025-04-02',
      '5.1': '2025-12-03',
      '5.2': '2028-04-30',
      '6.0': '2027-04-30',
    },
  },
  springBoot: {
    title: 'Spring Boot',
    source: 'https://spring.io/projects/spring-boot#support',
    segments: 2,
    ends: {
      '1.5': '2019-08-06',
      '2.0': '2019-03-01',
      '2.1': '2019-10-30',
      '2.2': '2020-10-16',
      '2.3': '2021-05-20',
      '2.4': '2021-11-18',
      '2.5': '2022-05-19',
      '2.6': '2022-11-24',
      '2.7': '2023-06-30',
      '3.0': '2023-12-31',
      '3.1': '2024-06-30',
      '3.2': '2024-12-31',
      '3.3': '2025-06-30',
      '3.4': '2025-12-31',
      '3.5': '2026-06-30',
      '4.0': '2026-12-31',
    },
  },
} satisfies Record<string, Product>;

export type ProductId = keyof typeof PRODUCTS;

/** Names of distributions as tags write them. */
export const CODENAMES: Readonly<Record<string, [ProductId, string]>> = {
  jessie: ['debian', '8'],
  stretch: ['debian', '9'],
  buster: ['debian', '10'],
  bullseye: ['debian', '11'],
  bookworm: ['debian', '12'],
  trixie: ['debian', '13'],
  xenial: ['ubuntu', '16.04'],
  bionic: ['ubuntu', '18.04'],
  focal: ['ubuntu', '20.04'],
  jammy: ['ubuntu', '22.04'],
  noble: ['ubuntu', '24.04'],
};

/** What is known of a version: its last day, or that the calendar does not have it. */
export type Support =
  | {
      release: string;
      end: string;
      /** Older than all of the calendar: its last day was before that one. */
      before?: true;
    }
  | { release: string; end: undefined };

/** Support of a version such as `3.9.18`; `undefined` when it is too short to tell, as in `python:3`. */
export function supportOf(id: ProductId, version: string): Support | undefined {
  const product: Product = PRODUCTS[id];
  const numbers = version.split('.');
  if (
    numbers.length < product.segments ||
    !numbers.slice(0, product.segments).every(item => /^\d{1,4}$/.test(item))
  ) {
    return undefined;
  }
  // Java called itself 1.8 once.
  const release =
    id === 'java' && numbers[0] === '1' && numbers[1]
      ? numbers[1]
      : numbers.slice(0, product.segments).join('.');
  const end = product.ends[release];
  if (end === undefined) {
    const [oldest] = releasesOf(id).sort(([a], [b]) => compare(a, b));
    return compare(release, oldest[0]) < 0
      ? { release, end: oldest[1], before: true }
      : { release, end };
  }
  return { release, end };
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map(item => item.split('.').map(Number));
  return left[0] - right[0] || (left[1] ?? 0) - (right[1] ?? 0);
}

/** All releases of a product with their ends. */
export function releasesOf(id: ProductId): [release: string, end: string][] {
  const product: Product = PRODUCTS[id];
  return Object.entries(product.ends);
}
