/** Words of a name in lower case: `getOrg_id` → `get`, `org`, `id`. */
export function nameWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLocaleLowerCase('en-US')
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** Words for the same thing. */
const SYNONYMS = [['org', 'orgs', 'organisation', 'organization']];

/** Tells whether names speak of the tenant. */
export class TenantWords {
  private readonly wanted: ReadonlySet<string>;
  private readonly rough: RegExp;

  constructor(word: string) {
    const all = [
      'tenant',
      ...(SYNONYMS.find(group => group.includes(word)) ?? [word]),
    ];
    this.wanted = new Set(
      all.flatMap(item => [
        item,
        `${item}s`,
        item.endsWith('y') ? `${item.slice(0, -1)}ies` : item,
      ]),
    );
    this.rough = new RegExp(all.join('|'), 'i');
  }

  /** Whether a text names the tenant in one of its identifiers. */
  in(text: string): boolean {
    return (
      this.rough.test(text) &&
      (text.match(/[A-Za-z_$][\w$]*/g) ?? []).some(
        name =>
          this.rough.test(name) &&
          nameWords(name).some(part => this.wanted.has(part)),
      )
    );
  }

  /** Literals of which one stands in every file that speaks of the tenant. */
  get literals(): string[] {
    return [...this.wanted]
      .filter(item => !item.endsWith('s') || item === 'orgs')
      .flatMap(item => [
        item,
        item[0].toUpperCase() + item.slice(1),
        item.toUpperCase(),
      ]);
  }
}
