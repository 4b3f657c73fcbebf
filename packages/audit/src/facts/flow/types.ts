import { ClassFact } from '../../syntax/schema';

/** Types whose values cannot carry a path, a quote or a host. */
const CLEAN = new Set(
  (
    'int float bool complex Decimal decimal.Decimal UUID uuid.UUID UUID1 UUID3 UUID4 UUID5 UUID6 UUID7 uuid.UUID4 date datetime time ' +
    'timedelta datetime.date datetime.datetime datetime.time datetime.timedelta PositiveInt NonNegativeInt NegativeInt ' +
    'NonPositiveInt PositiveFloat NonNegativeFloat StrictInt StrictBool StrictFloat conint confloat condecimal ' +
    'IPvAnyAddress IPv4Address IPv6Address ObjectId PydanticObjectId PyObjectId AwareDatetime NaiveDatetime ' +
    'PastDate FutureDate ULID ' +
    'number boolean bigint Date null undefined ' +
    'int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 float32 float64 uuid.UUID time.Time ' +
    'long short byte double char Integer Long Short Byte Double Float Boolean java.util.UUID LocalDate LocalDateTime ' +
    'Instant OffsetDateTime ZonedDateTime BigDecimal BigInteger'
  ).split(' '),
);

/** Types through which anything comes. */
const OPEN = new Set(
  (
    'str bytes Any typing.Any dict list object Dict List String CharSequence Object Map string any unknown ' +
    'HttpUrl AnyUrl AnyHttpUrl EmailStr SecretStr StrictStr constr Json JSON JsonNode Mapping Sequence Iterable ' +
    'FilePath DirectoryPath NewPath Path pathlib.Path interface{} Record'
  ).split(' '),
);

/** Type without what may be absent, many or described: `Annotated[X | None, …]`, `list[X]`. */
export function plainType(annotation: string): string {
  let text = annotation.trim().replace(/^["']|["']$/g, '');
  for (let depth = 0; depth < 6; depth++) {
    const alternatives = text
      .split('|')
      .map(item => item.trim())
      .filter(item => item && !/^(?:None|null|undefined)$/.test(item));
    const [first] = alternatives;
    const bracket = text.indexOf('[');
    if (bracket < 0 || text.indexOf('|') < bracket) {
      text = alternatives.length && !text.includes('[') ? first : text;
    }
    const outer =
      /^(?:typing\.|t\.)?(Annotated|Optional|Union|list|List|set|Set|tuple|Tuple|Sequence|Iterable|frozenset|Promise|Array|Mapped|Partial|Readonly|Optional|Path|Query|Body)\s*[[<]/.exec(
        text,
      );
    if (!outer) {
      return text.replace(/\[\]$/, '').trim();
    }
    const inside = text.slice(outer[0].length, text.length - 1);
    text = firstArgument(inside);
  }
  return text;
}

/** Text up to the first comma outside brackets. */
function firstArgument(text: string): string {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if ('[(<{'.includes(text[index])) {
      depth += 1;
    } else if ('])>}'.includes(text[index])) {
      depth -= 1;
      if (depth < 0) {
        return text.slice(0, index).trim();
      }
    } else if (text[index] === ',' && depth === 0) {
      return text.slice(0, index).trim();
    }
  }
  return text.trim();
}

/** Whether values of a type are harmless: `undefined` for a class that must be looked up. */
export function isCleanType(annotation: string): boolean | undefined {
  const type = plainType(annotation);
  const name = /^[\w.{}]*/.exec(type)![0];
  if (
    CLEAN.has(name) ||
    /^(?:typing\.)?Literal\b/.test(type) ||
    /^["'][^"']*["']$/.test(type)
  ) {
    return true;
  }
  return OPEN.has(name) || name === '' ? false : undefined;
}

/** Constraints that leave no room: `pattern=`, `regex=`. */
export const isPatterned = (text: string) =>
  /\b(?:pattern|regex)\s*=/.test(text);

const ENUM =
  /(?:^|\.)(?:Enum|StrEnum|IntEnum|TextChoices|IntegerChoices|Choices|Flag)$/;

export const isEnum = (item: ClassFact) =>
  item.bases.some(base => ENUM.test(base));

const SCHEMA =
  /(?:^|\.)(?:BaseModel|SQLModel|TypedDict|Struct|Schema|BaseSchema|RootModel|GenericModel|CamelModel|NamedTuple)\b/;

/** A class that describes data. */
export const isSchema = (item: ClassFact) =>
  item.bases.some(base => SCHEMA.test(base)) ||
  item.decorators.some(text => /dataclass|attr\.|define|frozen/.test(text));

const CLEAN_DECORATORS =
  /@?\b(?:IsUUID|IsInt|IsNumber|IsBoolean|IsEnum|IsDate|IsDateString|IsISO8601|IsIn|IsMongoId|Matches|IsAlphanumeric|IsNumberString|IsPositive|IsPort|IsHexadecimal|IsIP|IsPhoneNumber|IsDecimal)\b/;

/** Validators of a field that leave no room. */
export const hasCleanDecorator = (text: string) => CLEAN_DECORATORS.test(text);
