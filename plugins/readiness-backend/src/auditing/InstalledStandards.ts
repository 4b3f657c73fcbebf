import { NotFoundError } from '@backstage/errors';
import {
  CheckDefinition,
  Standard,
  StandardSummary,
  StandardWithChecks,
} from '@readiness/plugin-readiness-common';

/** The standards of this installation, with the checks that it can answer. */
export class InstalledStandards {
  constructor(
    private readonly options: {
      standards: readonly Standard[];
      /** Of all collectors. */
      checks: readonly CheckDefinition[];
    },
  ) {}

  list(): StandardSummary[] {
    return this.options.standards.map(standard => ({
      id: standard.id,
      version: standard.version,
      title: standard.title,
      description: standard.description,
      areas: standard.areas.length,
      checks: this.checksOf(standard).length,
    }));
  }

  /** The one that audits follow. */
  main(): Standard {
    return this.options.standards[0];
  }

  /** @throws NotFoundError */
  get(id: string): StandardWithChecks {
    const standard = this.options.standards.find(item => item.id === id);
    if (!standard) {
      throw new NotFoundError(`There is no standard with the id "${id}"`);
    }
    return { ...standard, checks: this.checksOf(standard) };
  }

  /** In the order of the areas, by id within. */
  private checksOf(standard: Standard): CheckDefinition[] {
    const order = new Map(standard.areas.map(({ id }, index) => [id, index]));
    const rank = ({ area }: CheckDefinition) => order.get(area) ?? order.size;
    return [...this.options.checks, ...standard.attestedChecks].sort(
      (a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1),
    );
  }
}
