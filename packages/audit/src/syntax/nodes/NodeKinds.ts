/** Number that the parser gives to what it could not parse, in every grammar. */
const ERROR_KIND = 0xffff;
/** The same inside a rule that repeats. */
const ERROR_REPEAT_KIND = 0xfffe;

/** What is known of the kinds and fields of one grammar, as plain data that can be sent to another thread. */
export interface NodeKindsData {
  /** Name of each kind by its number. */
  names: readonly string[];
  /** 1 for each kind that the grammar names, 0 for tokens such as `(`. */
  named: Uint8Array;
  /** Name of each field by its number; 0 is none. */
  fields: readonly (string | null)[];
}

/** Names of the kinds and fields of a grammar. The parser knows them by number only. */
export class NodeKinds {
  readonly named: Uint8Array;
  private readonly names: readonly string[];
  private readonly numbers = new Map<string, readonly number[]>();
  private readonly fieldNumbers: ReadonlyMap<string, number>;

  constructor({ names, named, fields }: NodeKindsData) {
    this.names = names;
    this.named = named;
    this.fieldNumbers = new Map(
      fields.flatMap((name, number) => (name ? [[name, number] as const] : [])),
    );
  }

  nameOf(kind: number): string {
    return kind >= ERROR_REPEAT_KIND ? 'ERROR' : this.names[kind];
  }

  isNamed(kind: number): boolean {
    return kind >= ERROR_REPEAT_KIND || this.named[kind] === 1;
  }

  /** Numbers of the named kinds with this name; several where a grammar has aliases, none where it has no such kind. */
  numbersOf(name: string): readonly number[] {
    let numbers = this.numbers.get(name);
    if (!numbers) {
      numbers =
        name === 'ERROR'
          ? [ERROR_KIND, ERROR_REPEAT_KIND]
          : this.names.flatMap((item, number) =>
              item === name && this.named[number] === 1 ? [number] : [],
            );
      this.numbers.set(name, numbers);
    }
    return numbers;
  }

  /** 0 for a field that the grammar does not have. */
  fieldNumberOf(name: string): number {
    return this.fieldNumbers.get(name) ?? 0;
  }
}
